using System.CommandLine.Parsing;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>Parses the values of options, with consistent error messages.</summary>
internal static class OptionText
{
    private static readonly OffsetDateTimePattern WithoutSeconds =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<G>");

    /// <summary>
    /// Parses a value, or adds an error with what is expected and similar words. Returns <see langword="null"/> for an invalid value.
    /// </summary>
    public static T? Parse<T>(ArgumentResult result, Func<string, T?> parse, string expected, IEnumerable<string>? words = null)
        where T : struct
    {
        string text = result.Tokens.Single().Value;
        T? value = text.Length == 0 ? null : parse(text);
        if (value is null)
        {
            AddError(result, text, expected, SimilarNames.Question(SimilarNames.Of(text, words ?? [])));
        }

        return value;
    }

    /// <summary>Parses a whole number of units.</summary>
    public static long? Count(ArgumentResult result) => Parse<long>(result, Count, "a whole number such as 12000, without separators");

    /// <summary>Parses a whole number from 0 to <see cref="int.MaxValue"/>.</summary>
    public static int? Small(ArgumentResult result) => Parse<int>(
        result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : null, "a whole number such as 50, zero or more");

    /// <summary>Parses a day such as <c>2026-04-24</c>.</summary>
    public static LocalDate? Day(ArgumentResult result) =>
        Parse<LocalDate>(
            result,
            DayOf,
            "a date such as 2026-04-24");

    /// <summary>Returns a day such as <c>2026-04-24</c>; <see langword="null"/> if the text is none.</summary>
    public static LocalDate? DayOf(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    /// <summary>Parses a number of tokens as context windows are advertised: <c>200k</c>, <c>1M</c>, <c>200000</c>.</summary>
    public static long? Tokens(ArgumentResult result) =>
        Parse<long>(result, Tokens, "a number of tokens of at least 1, such as 200k, 1M or 200000");

    /// <summary>Parses an instant, or a day, which stands for its first instant in UTC.</summary>
    public static Instant? Moment(ArgumentResult result) =>
        Parse<Instant>(result, Moment, "a date such as 2026-04-24, or an instant such as 2026-04-24T13:00:00Z");

    /// <summary>Parses a service tier.</summary>
    public static ServiceTier? Tier(ArgumentResult result) => Parse<ServiceTier>(
        result, text => ServiceTier.TryParse(text, out ServiceTier tier) ? tier : null, "the word for a tier, such as batch");

    /// <summary>Parses one of a few words. Letter case is ignored.</summary>
    public static T? Word<T>(ArgumentResult result, params (string Text, T Value)[] words)
        where T : struct => Parse<T>(
            result,
            text => words.Where(w => w.Text.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(w => (T?)w.Value).FirstOrDefault(),
            string.Join(" or ", words.Select(w => w.Text)),
            words.Select(w => w.Text));

    /// <summary>Parses quantities such as <c>web-searches=3</c>; the option can occur several times.</summary>
    public static MeterQuantity[] Quantities(ArgumentResult result)
    {
        List<MeterQuantity> quantities = [];
        foreach (string text in result.Tokens.Select(t => t.Value))
        {
            string[] parts = text.Split('=');
            if (parts.Length != 2 || !Meter.TryParse(parts[0].Replace('_', '-'), out Meter meter))
            {
                string question = SimilarNames.Question(SimilarNames.Of(parts[0], Meter.All.Select(m => m.Id)));
                string meters = question.Length > 0 ? "" : $", with one of the meters {string.Join(", ", Meter.All)}";
                AddError(result, text, $"METER=N, such as web-searches=3{meters}", question);
            }
            else if (Count(parts[1]) is { } count)
            {
                quantities.Add(new MeterQuantity(meter, count));
            }
            else if (meter.Unit.StartsWith("seconds", StringComparison.Ordinal)
                && decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
            {
                quantities.Add(new MeterQuantity(meter, seconds));
            }
            else
            {
                AddError(result, text, $"a whole number of {meter.Unit}, such as {meter}=3");
            }
        }

        return [.. quantities];
    }

    private static long? Count(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) ? count : null;

    private static long? Tokens(string text)
    {
        (string number, decimal unit) = char.ToLowerInvariant(text[^1]) switch
        {
            'k' => (text[..^1], 1_000),
            'm' => (text[..^1], 1_000_000),
            _ => (text, 1),
        };
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count)
            && count is >= 0.000_001m and <= 1_000_000_000_000
            && count * unit is var tokens && tokens >= 1 && decimal.IsInteger(tokens)
                ? (long)tokens
                : null;
    }

    private static Instant? Moment(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
        : InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant ? instant.Value
        : OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant()
        : WithoutSeconds.Parse(text) is { Success: true } minute ? minute.Value.ToInstant()
        : null;

    /// <summary>Adds the error that a text is not a value of the option.</summary>
    private static void AddError(ArgumentResult result, string text, string expected, string question = "") =>
        result.AddError($"'{text}' is not what {((OptionResult)result.Parent!).Option.Name} takes: expected {expected}.{question}");
}
