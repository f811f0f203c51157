using System.CommandLine;
using System.Globalization;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>The options that commands share, and their values.</summary>
internal sealed class ToolOptions
{
    private static readonly string[] Mixes = ["3:1", "70/30", "7:2:1"];

    private readonly TimeProvider _time;
    private readonly UpdatedPrices _updated;

    private readonly Option<Blend?> _blend = Blend("70/30");

    private readonly Option<LocalDate?> _on = new("--on")
    {
        HelpName = "DATE",
        Description = "The day of the prices, as 2026-04-24. [default: the newest day in the price data]",
        CustomParser = OptionText.Day,
    };

    private readonly Option<string?> _prices = new("--prices")
    {
        HelpName = "FOLDER-OR-FILE",
        Description = "A folder of price files (see pricing-data/README.md), or a price list of genai-prices, LiteLLM, models.dev, "
            + $"OpenRouter, pi-ai, Portkey or modelpricewatch, or {UpdatedPrices.BuiltIn}. [default: those of 'token-pricing update', "
            + "otherwise those built into the tool]",
    };

    private readonly Option<string?> _pricesFormat = new("--prices-format")
    {
        HelpName = "FORMAT",
        Description = $"What --prices is: {PriceLists.FormatList}. [default: a folder, or what the file looks like]",
    };

    private readonly Option<int?> _maxAge = new("--max-age")
    {
        HelpName = "DAYS",
        Description =
            "Warn on standard error where the newest price data is older than this, as 90d. [default: no warning; the data says its day]",
        CustomParser = result => OptionText.Parse<int>(
            result,
            text => int.TryParse(text.EndsWith('d') ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out int days)
                ? days
                : null,
            "a number of days such as 90d"),
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description =
            "Write the answer to a file instead; the ending, such as .md, .html or .json, chooses the format where --format does not.",
    };

    /// <summary>Initializes the options.</summary>
    public ToolOptions(TimeProvider time, UpdatedPrices updated)
    {
        (_time, _updated) = (time, updated);
        Names = new NameSource(this);
        _pricesFormat.CompletionSources.Add([.. PriceLists.Names]);
    }

    /// <summary>The names that a shell completes.</summary>
    public NameSource Names { get; }

    /// <summary>Returns the section of the help in which an option is listed.</summary>
    public static (int Order, string Heading) GroupOf(string name) => name switch
    {
        "--on" or "--prices" or "--prices-format" or "--max-age" => (1, "Which prices"),
        "--format" or "--out" => (2, "How the answer is given"),
        "--help" or "--version" => (3, "Help"),
        _ => (0, "Options"),
    };

    /// <summary>Adds all shared options, for a command that answers for a day by a blend.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_blend);
        AddDayTo(command);
    }

    /// <summary>Adds all shared options except the blend.</summary>
    public void AddDayTo(Command command)
    {
        command.Options.Add(_on);
        AddPricesTo(command);
        AddLayoutTo(command);
    }

    /// <summary>Returns the option <c>--blend</c>.</summary>
    /// <param name="byDefault">The default blend, in words for the help.</param>
    public static Option<Blend?> Blend(string byDefault)
    {
        Option<Blend?> option = new("--blend")
        {
            HelpName = "WEIGHTS",
            Description = "The mix of tokens that makes one price of several: 3:1 or 70/30 (input to output), 7:2:1 (cached, input, "
                + $"output), or input=7,output=3. [default: {byDefault}]",
            CustomParser = result => OptionText.Parse<Blend>(
                result, text => TokenPricing.Blend.TryParse(text, out Blend blend) ? blend : null, "weights such as 70/30, 3:1 or 7:2:1"),
        };
        option.CompletionSources.Add(Mixes);
        return option;
    }

    /// <summary>Returns the option <c>--basis</c>.</summary>
    /// <param name="more">What else the command's help says of it.</param>
    public static WordOption<PriceBasis> Basis(string more = "") => new(
        "--basis",
        "Whose price stands for a model: the maker's own where the maker sells it (standard), the cheapest tracked one, or the one in the "
            + $"middle. {more}{(more.Length == 0 ? "" : " ")}[default: standard]",
        ("standard", PriceBasis.Standard),
        ("cheapest", PriceBasis.Cheapest),
        ("median", PriceBasis.Median));

    /// <summary>Adds the options that name the prices.</summary>
    public void AddPricesTo(Command command)
    {
        command.Options.Add(_prices);
        command.Options.Add(_pricesFormat);
        command.Options.Add(_maxAge);
    }

    /// <summary>Adds the options for the format and the file of the answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="more">Formats in addition to those of every report.</param>
    public void AddLayoutTo(Command command, params ReportFormat[] more)
    {
        command.Options
            .Add(new FormatOption("the answer", "table, or what the ending of --out says", [.. FormatOption.OfEveryReport, .. more]));
        command.Options.Add(_out);
    }

    /// <summary>Returns the prices that the command line names, without notes or warnings.</summary>
    public PriceCatalog PricesToComplete(ParseResult parsed) =>
        PriceLists.Load(parsed.GetValue(_prices), parsed.GetValue(_pricesFormat), TextWriter.Null, _updated);

    /// <summary>
    /// Returns the prices that the command line names, with its blend as the default. Warns if the newest data is older than
    /// <c>--max-age</c>.
    /// </summary>
    public PriceCatalog Prices(ParseResult parsed)
    {
        TextWriter notes = parsed.InvocationConfiguration.Error;
        PriceCatalog prices = PriceLists.Load(parsed.GetValue(_prices), parsed.GetValue(_pricesFormat), notes, _updated);
        LocalDate today = Instant.FromDateTimeOffset(_time.GetUtcNow()).InUtc().Date;
        if (prices.AgeInDays(today) is { } days && days > parsed.GetValue(_maxAge))
        {
            notes.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Warning: nothing in the price data is newer than {prices.RecordedThrough:uuuu-MM-dd}, {days:N0} days ago. "
                    + $"Get newer prices with 'token-pricing update', or give them with --prices."));
        }

        return parsed.GetValue(_blend) is { } blend ? prices.With(s => s with { DefaultBlend = blend }) : prices;
    }

    /// <summary>Returns the day that the command line names, otherwise the newest day in the data.</summary>
    public LocalDate On(ParseResult parsed, PriceCatalog prices) => parsed.GetValue(_on) ?? Newest(prices);

    /// <summary>Returns the newest day in the data.</summary>
    public static LocalDate Newest(PriceCatalog prices) => prices.RecordedThrough ?? throw new ToolException("The price data is empty.");

    /// <summary>Returns the first instant of a day in UTC.</summary>
    public static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Returns the file for the answer; <see langword="null"/> for standard output.</summary>
    public string? Out(ParseResult parsed) => parsed.GetValue(_out);

    /// <summary>Returns the format of the answer.</summary>
    public ReportFormat Format(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<FormatOption>().Single().Value(parsed, Out(parsed));
}
