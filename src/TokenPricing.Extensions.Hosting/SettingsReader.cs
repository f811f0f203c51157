using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Reads options from a configuration section and reports each unknown key and wrong value, with what was expected.</summary>
/// <remarks>The configuration binder of .NET ignores unknown keys, so a price with a typo in its key would be lost.</remarks>
internal sealed class SettingsReader(List<string> errors)
{
    private const string Money = "US dollars per 1M such as 2.50, or a rate such as '$10 per 1k'";

    /// <summary>Parses a text; returns <see langword="false"/> if it is not valid.</summary>
    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Reads the options of a service. Errors are added to <see cref="LivePricingOptions.Errors"/>.</summary>
    public static void Read(IConfiguration section, LivePricingOptions options)
    {
        options.Path = section is IConfigurationSection { Path: var path } ? path + ":" : "";
        SettingsReader reader = new(options.Errors);
        reader.Keys(
            section,
            [
                .. reader.TenantKeys(options),
                (nameof(options.PriceFolder), at => reader.Text(at, text => options.PriceFolder = text)),
                (nameof(options.Refresh), at => reader.Refresh(at, options.Refresh)),
                (nameof(options.Tenants), at => reader.Each(at, tenant => options.Tenants[tenant.Key] = reader.Tenant(tenant))),
            ]);
    }

    /// <summary>Reads the options of a tenant.</summary>
    private TenantPricingOptions Tenant(IConfigurationSection section)
    {
        TenantPricingOptions options = new() { Path = section.Path + ":" };
        Keys(section, TenantKeys(options));
        return options;
    }

    /// <summary>Returns the keys that a service and a tenant can set.</summary>
    private (string Key, Action<IConfigurationSection> Read)[] TenantKeys(PricingOptions options) =>
    [
        (nameof(options.DefaultBlend), at => Text(at, text => options.DefaultBlend = text)),
        (
            nameof(options.MissingRate),
            at => Value<MissingRatePolicy>(at, TryParseName, Names<MissingRatePolicy>(), policy => options.MissingRate = policy)),
        (nameof(options.OverrideFolder), at => Text(at, text => options.OverrideFolder = text)),
        (nameof(options.Discounts), at => Each(at, provider => Percent(provider, discount => options.Discounts[provider.Key] = discount))),
        (nameof(options.Prices), at => Each(at, price => options.Prices.Add(Price(price)))),
        (nameof(options.Models), at => Each(at, model => options.Models.Add(Model(model)))),
        (nameof(options.Aliases), at => Each(at, alias => options.Aliases.Add(Alias(alias)))),
    ];

    private NegotiatedPrice Price(IConfigurationSection section)
    {
        NegotiatedPrice price = new() { Key = section.Path };
        Keys(section, RateKeys(price));
        return price;
    }

    private PrivateModel Model(IConfigurationSection section)
    {
        PrivateModel model = new() { Key = section.Path };
        Keys(
            section,
            [
                .. RateKeys(model),
                (nameof(model.Name), at => Text(at, text => model.Name = text)),
                (nameof(model.ProviderName), at => Text(at, text => model.ProviderName = text)),
            ]);
        return model;
    }

    /// <summary>Returns the keys that negotiated prices and private models have in common.</summary>
    private (string Key, Action<IConfigurationSection> Read)[] RateKeys(OwnRates rates) =>
    [
        (nameof(rates.Provider), at => Text(at, text => rates.Provider = text)),
        (nameof(rates.Model), at => Text(at, text => rates.Model = text)),
        (nameof(rates.Rates), at => Each(at, rate => Rate(rate, rates.Rates))),
        (nameof(RateCondition.ServiceTier), at => Value<ServiceTier>(
            at,
            ServiceTier.TryParse,
            "a service tier such as batch, flex or priority",
            tier => rates.Condition = rates.Condition with { ServiceTier = tier })),
        (nameof(RateCondition.Context), at => Value<ContextTier>(
            at,
            TryParseContext,
            "a length of the request as in rates.csv, such as >200000 or >=128000",
            tier => rates.Condition = rates.Condition with { Context = tier })),
        (nameof(rates.From), at => Moment(at, from => rates.From = from)),
        (nameof(rates.To), at => Moment(at, to => rates.To = to)),
    ];

    private PrivateAlias Alias(IConfigurationSection section)
    {
        PrivateAlias alias = new() { Key = section.Path };
        Keys(
            section,
            [
                (nameof(alias.Name), at => Text(at, text => alias.Name = text)),
                (nameof(alias.Model), at => Text(at, text => alias.Model = text)),
                (nameof(alias.Provider), at => Text(at, text => alias.Provider = text)),
            ]);
        return alias;
    }

    private void Refresh(IConfigurationSection section, PriceRefreshOptions refresh) => Keys(
        section,
        [
            (
                nameof(refresh.Address),
                at => Value<Uri>(at, TryParseAddress, "an absolute address of https, http or file", address => refresh.Address = address)),
            (nameof(refresh.Interval), at => Time(at, interval => refresh.Interval = interval)),
            (nameof(refresh.RetryInterval), at => Time(at, interval => refresh.RetryInterval = interval)),
            (nameof(refresh.LargestShrink), at => Percent(at, shrink => refresh.LargestShrink = shrink)),
            (nameof(refresh.LargestGrowth), at => Percent(at, growth => refresh.LargestGrowth = growth)),
            (nameof(refresh.LargestMovedShare), at => Percent(at, share => refresh.LargestMovedShare = share)),
            (
                nameof(refresh.LargestAgeInDays),
                at => Value<int>(at, TryParseDays, "a number of days", days => refresh.LargestAgeInDays = days)),
            (nameof(refresh.Accepted), at => Each(at, one => Text(one, refresh.Accepted.Add))),
            (nameof(refresh.DoubtedFolder), at => Text(at, folder => refresh.DoubtedFolder = folder)),
            (nameof(refresh.PublicKey), at => Text(at, key => refresh.PublicKey = key)),
            (
                nameof(refresh.MaximumBytes),
                at => Value<long>(at, TryParseBytes, "a number of bytes", bytes => refresh.MaximumBytes = bytes)),
            (nameof(refresh.Timeout), at => Time(at, timeout => refresh.Timeout = timeout)),
        ]);

    private static bool TryParseDays(string text, out int days) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days);

    private static bool TryParseBytes(string text, out long bytes) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);

    /// <summary>Reads a rate, whose key is its meter.</summary>
    private void Rate(IConfigurationSection at, IDictionary<Meter, Rate> rates)
    {
        if (Meter.TryParse(at.Key, out Meter meter))
        {
            Value<Rate>(at, TryParseRate, Money, rate => rates[meter] = rate);
        }
        else
        {
            errors.Add($"{at.Path} is of no meter; expected the name of one, such as {Meter.Input} or "
                + $"{Meter.CacheRead}.{SimilarNames.Question(SimilarNames.Of(at.Key, Meter.All.Select(m => m.ToString())))}");
        }
    }

    /// <summary>Reads the keys of a section, and adds an error for each unknown one.</summary>
    private void Keys(IConfiguration section, (string Key, Action<IConfigurationSection> Read)[] keys)
    {
        string names = string.Join(", ", keys.Select(k => k.Key));
        if (section is IConfigurationSection { Value.Length: > 0 } value)
        {
            errors.Add($"{value.Path} is '{value.Value}'; expected a section of {names}.");
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (Array.Find(keys, k => k.Key.Equals(child.Key, StringComparison.OrdinalIgnoreCase)).Read is { } read)
            {
                read(child);
            }
            else
            {
                errors.Add($"{child.Path} is no setting; expected one of "
                    + $"{names}.{SimilarNames.Question(SimilarNames.Of(child.Key, keys.Select(k => k.Key)))}");
            }
        }
    }

    /// <summary>Reads every child of a section.</summary>
    private void Each(IConfigurationSection section, Action<IConfigurationSection> read)
    {
        if (section.Value is { Length: > 0 } value)
        {
            errors.Add($"{section.Path} is '{value}'; expected a section.");
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            read(child);
        }
    }

    private void Text(IConfigurationSection at, Action<string> set) =>
        Value(at, (string text, out string value) => (value = text).Length > 0, "text", set);

    private void Percent(IConfigurationSection at, Action<Percentage> set) =>
        Value<Percentage>(at, Percentage.TryParse, "a percentage from 0 % to 100 %, such as 8 %", set);

    private void Moment(IConfigurationSection at, Action<Instant> set) =>
        Value<Instant>(at, InstantText.TryParse, "an instant or a date, in UTC, such as 2026-04-24T13:00:00Z or 2026-04-24", set);

    private void Time(IConfigurationSection at, Action<Duration> set) =>
        Value<Duration>(at, TryParseDuration, "a time from 1 millisecond to 30 days, such as 06:00:00 or 1.00:00:00 (a day)", set);

    /// <summary>Reads a value, or adds an error with what was expected. A null in JSON counts as a missing key.</summary>
    private void Value<T>(IConfigurationSection at, Parser<T> parse, string expected, Action<T> set)
    {
        if (at.GetChildren().Any())
        {
            errors.Add($"{at.Path} is a section; expected {expected}.");
        }
        else if (at.Value is { } text && parse(text, out T value))
        {
            set(value);
        }
        else if (at.Value is not null)
        {
            errors.Add($"{at.Path} is '{Shorten(at.Value)}'; expected {expected}.");
        }
    }

    /// <summary>Parses the name of an enum value in any case. Enum.TryParse alone would also accept any number.</summary>
    private static bool TryParseName<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value)
            && Array.Exists(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static string Names<T>()
        where T : struct, Enum => string.Join(" or ", Enum.GetNames<T>());

    private static bool TryParseContext(string text, out ContextTier tier) => ContextTier.TryParse(text, out tier!);

    /// <summary>Parses a rate such as <c>$10 per 1k</c>, or a number of US dollars per 1M units.</summary>
    private static bool TryParseRate(string text, out Rate rate)
    {
        // A number without a unit is a price in US dollars per 1M units.
        string number = text.TrimStart('+');
        if (!number.Contains('$', StringComparison.Ordinal) && Usd.TryParse(number is ['.', ..] ? "0" + number : number, out Usd usd))
        {
            rate = global::TokenPricing.Rate.PerMillion(usd.Amount);
            return true;
        }

        return global::TokenPricing.Rate.TryParse(text, out rate);
    }

    /// <summary>Parses a duration such as <c>06:00:00</c>.</summary>
    private static bool TryParseDuration(string text, out Duration duration)
    {
        // TimeSpan would read a number without a colon as days.
        bool isTime = TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan time)
            && text.Contains(':', StringComparison.Ordinal);
        duration = Duration.FromTimeSpan(time);
        return isTime;
    }

    private static bool TryParseAddress(string text, out Uri address) => Uri.TryCreate(text, UriKind.Absolute, out address!);

    /// <summary>Returns the beginning of a value for a message, in one line.</summary>
    private static string Shorten(string value)
    {
        const int MaximumLength = 80;
        string shown = value.Length > MaximumLength ? value[..MaximumLength] + "…" : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }
}
