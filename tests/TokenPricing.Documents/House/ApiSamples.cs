using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Tests;

public static class ApiSamples
{
    [SuppressMessage("Design", "CA1036:Override methods on comparable types", Justification = "A sample of shapes, never compared.")]
    public abstract class Sample : IComparable<Sample>
    {
        public const int Limit = 5;

        protected Sample(string name = "none") => Count = name.Length;

        public abstract string? Name { get; }

        public virtual int Count { get; init; }

        public static implicit operator Sample?(string name) => null;

        public static Dictionary<string, string?> Find(decimal? price = null, params string[] names) => [];

        public static bool TryFind(string name, out Sample? sample)
        {
            sample = null;
            return false;
        }

        public int CompareTo(Sample? other) => 0;

        public override string ToString() => "";
    }
}

[SuppressMessage("Naming", "CA1708:Identifiers should differ by more than case", Justification = "Two extension blocks of one type have no names.")]
public static class ApiExtensions
{
    extension(int number)
    {
        public bool IsOdd => number % 2 != 0;

        public int Plus(int other) => number + other;
    }

    extension(int)
    {
        public static int Answer => 42;
    }

    public static int Twice(this int number) => number * 2;
}
