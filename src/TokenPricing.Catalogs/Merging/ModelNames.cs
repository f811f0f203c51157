using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TokenPricing.Catalogs;

/// <summary>Display names of models: the one of several that says most of what the id says, and no two alike.</summary>
internal static partial class ModelNames
{
    // Most names leave these out, and nobody takes one for another model by that.
    private static readonly string[] Tunings = ["instruct", "it", "chat"];

    // Words of this length are not found in another one by chance, as "us" is in "opus".
    private const int LongWord = 6;

    /// <summary>
    /// Returns the display name that leaves out the fewest words of the id and adds the fewest to it, the first of several;
    /// <see langword="null"/> if there is none. A size that all of them leave out is added to it.
    /// </summary>
    /// <param name="id">The id of the model, such as <c>llama-3.3-70b-instruct</c>.</param>
    /// <param name="names">The names that lists give, the most trusted first.</param>
    public static string? Best(string id, IEnumerable<string> names)
    {
        string[] words = [.. Words(id).Where(w => !IsDate(w) && !Tunings.Contains(w))];
        string? best = names
            .Select(ModelFacts.DisplayName)
            .OfType<string>()
            .MinBy(n => (words.Count(w => !Says(n, w)) + Sizes(n).Count(s => !Says(id, s)), Added(n).Count(), n.Any(char.IsUpper) ? 0 : 1));
        if (best is null)
        {
            return null;
        }

        IEnumerable<string> Added(string name) => Words(name).Where(w => w.All(char.IsLetter) && !Tunings.Contains(w) && !Says(id, w));

        string[] missing = [.. Sizes(id).Where(s => !Says(best, s)).Distinct()];
        return missing.Length == 0 ? best
            : Sizes(best).Any() ? Spell(id)
            : string.Join(' ', [best, .. missing.Select(s => s.ToUpperInvariant())]);
    }

    /// <summary>
    /// Returns the models, those without a name of their own with that of the model that they are a variant of:
    /// <c>gpt-5-2025-08-07</c> is GPT-5.
    /// </summary>
    public static ImmutableArray<ModelRow> OfBases(ImmutableArray<ModelRow> models)
    {
        Dictionary<string, string> names = models.Where(m => m.Name != m.Id).ToDictionary(m => m.Id, m => m.Name);
        return [.. models.Select(m => m.Name == m.Id && m.Base is { } origin && names.TryGetValue(origin, out string? name)
            && Sizes(m.Id).All(s => Says(name, s)) ? m with { Name = name } : m)];
    }

    /// <summary>
    /// Returns the models with a name each: of the models of a developer with one name, all but the one that the name fits best have what
    /// is only in their ids in parentheses.
    /// </summary>
    public static ImmutableArray<ModelRow> Distinct(IEnumerable<ModelRow> models)
    {
        ModelRow[] rows = [.. models];
        Dictionary<string, int> variants = rows.Select(m => m.Base).OfType<string>().CountBy(b => b).ToDictionary();
        HashSet<(string, string)> taken = [];
        Dictionary<string, string> names = [];
        foreach (var alike in rows.GroupBy(Of).OrderBy(g => g.Count() > 1))
        {
            ModelRow[] inOrder =
            [
                .. alike
                    .OrderBy(m => m.Base is not null)
                    .ThenBy(m => Words(m.Id).Count(w => !Has(m.Name, w)))
                    .ThenByDescending(m => variants.GetValueOrDefault(m.Id))
                    .ThenByDescending(m => Letters(m.Id) == Letters(m.Name))
                    .ThenBy(m => m.Id.Length)
                    .ThenBy(m => m.Id, StringComparer.Ordinal),
            ];
            foreach (ModelRow model in inOrder)
            {
                string[] own = [.. Words(model.Id).Where(w => !Has(model.Name, w) && !Has(inOrder[0].Id, w))];
                string distinct = own.Length == 0 ? model.Name : $"{model.Name} ({string.Join(Divider(own), own)})";
                names[model.Id] = new[] { model.Name, distinct }.FirstOrDefault(n => taken.Add((alike.Key.Item1, Key(n))))
                    ?? $"{model.Name} ({model.Id})";
            }
        }

        return [.. rows.Select(m => m with { Name = names[m.Id] })];

        // Names that differ by hyphens alone are alike; what is in parentheses is not the end of another name.
        static string Key(string name) => string.Join('(', name.Split('(').Select(Letters));
        static char Divider(string[] words) => words.Any(w => !w.All(char.IsAsciiDigit)) ? ' ' : words.Any(IsDate) ? '-' : '.';
        static (string, string) Of(ModelRow model) => (model.Developer?.ToUpperInvariant() ?? "", Key(model.Name));
    }

    /// <summary>Returns the words of the last part of an id.</summary>
    private static string[] Words(string id) =>
        id[(id.LastIndexOf('/') + 1)..].ToLowerInvariant().Split(
            ['-', '_', ':', '.', '@', ' '], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the numbers of parameters in a name, such as <c>70b</c>, <c>a3b</c> and <c>8x7b</c>.</summary>
    private static IEnumerable<string> Sizes(string name) => Size().Matches(name.ToLowerInvariant()).Select(m => m.Value);

    /// <summary>Returns whether a name has the letters and digits of a word.</summary>
    private static bool Says(string name, string word) => Letters(name).Contains(Letters(word), StringComparison.Ordinal);

    /// <summary>Returns whether a name has a word; "us" is not in "opus".</summary>
    private static bool Has(string name, string word) =>
        Words(name).Contains(word) || ((word.Any(char.IsAsciiDigit) || word.Length >= LongWord) && Says(name, word));

    private static string Letters(string text) =>
        string.Concat(text.Replace("+", "plus", StringComparison.Ordinal).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Returns whether a word is part of a date, such as <c>2024</c>, <c>0731</c> or <c>07</c>.</summary>
    private static bool IsDate(string word) => word.All(char.IsAsciiDigit) && (word.Length >= 4 || word is ['0', _]);

    /// <summary>Returns the words of an id as a name: <c>Dracarys 72B Instruct</c>.</summary>
    private static string Spell(string id) => string.Join(' ', id[(id.LastIndexOf('/') + 1)..].Split('-', '_', ':').Select(
        w => Size().IsMatch(w) ? w.ToUpperInvariant() : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(w)));

    [GeneratedRegex(@"(?<![a-z0-9.])(a|\d+x)?\d+(\.\d+)?b(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
