using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using TokenPricing.Warehouse;

namespace TokenPricing.Tool;

/// <summary>The option <c>--meters</c> of the tables for a warehouse and of their SQL.</summary>
internal sealed class MetersOption : Option<ImmutableArray<Meter>>
{
    public MetersOption()
        : base("--meters")
    {
        HelpName = "METERS";
        Description = "Further meters that the tables price, with commas: " + string.Join(", ", SqlOptions.MeterColumnNames.Select(Id))
            + ". At most eight, of which three are parts of the input; rates and sql must have the same. [default: none]";
        CustomParser = Parse;
        DefaultValueFactory = _ => [];
    }

    /// <summary>Returns the meter of a column such as <c>web_searches</c>.</summary>
    public static Meter Of(string column) => Meter.Parse(Id(column));

    private static string Id(string column) => column.Replace('_', '-');

    private static ImmutableArray<Meter> Parse(ArgumentResult result)
    {
        ImmutableArray<Meter>.Builder meters = ImmutableArray.CreateBuilder<Meter>();
        string[] known = [.. SqlOptions.MeterColumnNames.Select(Id)];
        foreach (string word in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!known.Contains(Id(word)))
            {
                result.AddError(
                    $"--meters '{word}' cannot be in the tables.{SimilarNames.Question(SimilarNames.Of(word, known))}");
                return [];
            }

            meters.Add(Of(word));
        }

        try
        {
            return new SqlOptions { Meters = meters.ToImmutable() }.Meters;
        }
        catch (ArgumentException)
        {
            result.AddError("--meters has too many meters: at most eight, of which three are parts of the input.");
            return [];
        }
    }
}
