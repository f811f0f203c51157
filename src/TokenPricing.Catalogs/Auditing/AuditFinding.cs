using System.Globalization;
using System.Text;

namespace TokenPricing.Catalogs;

/// <summary>Something in a catalog that is wrong or doubtful.</summary>
/// <remarks>Immutable; two findings are equal if all of their properties are.</remarks>
/// <param name="Kind">The kind of the finding.</param>
/// <param name="Severity">The severity of the finding.</param>
/// <param name="Model">The id of the model.</param>
/// <param name="Explanation">What is wrong, in a sentence.</param>
/// <param name="Expected">What was expected instead.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source that states it.</param>
/// <param name="Recorded">The day on which it was recorded.</param>
public sealed record AuditFinding(
    AuditKind Kind, AuditSeverity Severity, string Model, string Explanation, string Expected, string Source, LocalDate Recorded)
{
    /// <summary>The id of the provider; <see langword="null"/> if the finding is about the model itself.</summary>
    public string? Provider { get; init; }

    /// <summary>The meter of the rate; <see langword="null"/> if the finding is not about one rate.</summary>
    public Meter? Meter { get; init; }

    /// <summary>The condition of the rate.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;

    /// <summary>The rate; <see langword="null"/> if the finding is not about one rate.</summary>
    public Rate? Value { get; init; }

    /// <summary>The <see cref="Kind"/> as files write it: <c>unit-slip</c>.</summary>
    public string KindId => IdOf(Kind);

    /// <summary>Returns the finding as text: <c>error unit-slip at p/m: …</c>.</summary>
    public override string ToString() => $"{SeverityId} {KindId} at {Subject}: {Explanation}";

    /// <summary>The severity as files write it.</summary>
    public string SeverityId => Severity.ToString().ToLowerInvariant();

    /// <summary>The subject of the finding: <c>provider/model</c>, or the model alone.</summary>
    public string Subject => Provider is null ? Model : $"{Provider}/{Model}";

    /// <summary>Returns a kind as files write it: in lower case, with a hyphen before each inner capital.</summary>
    internal static string IdOf(AuditKind kind)
    {
        StringBuilder id = new();
        foreach (char c in kind.ToString())
        {
            id.Append(char.IsUpper(c) && id.Length > 0 ? "-" : "").Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return id.ToString();
    }
}
