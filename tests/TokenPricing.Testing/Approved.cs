using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// A file of the repository that a test keeps true. Where it has drifted the test fails with the lines that differ;
/// with the environment variable TOKENPRICING_ACCEPT=1 the file is rewritten instead, for a person to review.
/// </summary>
internal static class Approved
{
    private const int ShownLines = 30;

    private static readonly Lock Gate = new();

    public static bool Accepting => Environment.GetEnvironmentVariable("TOKENPRICING_ACCEPT") == "1";

    public static void Matches(string relativePath, string actual) => Matches(relativePath, _ => actual);

    /// <summary>As the other, where the test knows only a part of the file and keeps the rest.</summary>
    public static void Matches(string relativePath, Func<string, string> actualFromApproved)
    {
        // Two tests may keep parts of one file: neither may write what the other has rewritten meanwhile.
        lock (Gate)
        {
            string path = Repository.PathOf(relativePath);
            string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
            string actual = actualFromApproved(approved);
            if (approved == actual)
            {
                return;
            }

            if (Accepting)
            {
                File.WriteAllText(path, actual);
                return;
            }

            Assert.Fail($"{relativePath} has drifted; accept with TOKENPRICING_ACCEPT=1 if this is meant:\n{Diff(approved, actual)}");
        }
    }

    /// <summary>The lines that only one of the two texts has, as <c>- before</c> and <c>+ after</c>.</summary>
    public static string Diff(string before, string after)
    {
        string[] gone = LinesMissing(before, after);
        string[] come = LinesMissing(after, before);
        string[] lines = [.. gone.Select(l => "- " + l), .. come.Select(l => "+ " + l)];
        string rest = lines.Length > ShownLines ? $"\n... and {lines.Length - ShownLines} more" : "";
        return lines.Length == 0 ? "(the same lines in another order)" : string.Join('\n', lines.Take(ShownLines)) + rest;
    }

    private static string[] LinesMissing(string from, string other)
    {
        Dictionary<string, int> counts = other.Split('\n').CountBy(l => l).ToDictionary();
        return [.. from.Split('\n').Where(l => (counts[l] = counts.GetValueOrDefault(l) - 1) < 0)];
    }
}
