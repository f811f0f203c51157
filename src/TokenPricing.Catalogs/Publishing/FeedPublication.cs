using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>What was published as a feed.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="RecordedThrough">The newest day of the catalog.</param>
/// <param name="Fingerprint">The SHA-256 of the catalog's files, as <see cref="DoubtedCatalog.Fingerprint"/>.</param>
/// <param name="Files">The number of files, with the list of their SHA-256 and its signature.</param>
/// <param name="Stated">The number of prices that were added to the history.</param>
/// <param name="Withdrawn">The number of prices of which the history now says that they are no longer stated.</param>
/// <param name="LeftOut">The number of rows of <c>left_out.csv</c>: what the shapes of others cannot say.</param>
/// <param name="IsSigned">Whether the list of the files is signed.</param>
/// <param name="IsChanged">Whether any file is another than before.</param>
public sealed record FeedPublication(
    string Folder, LocalDate RecordedThrough, string Fingerprint, int Files, int Stated, int Withdrawn, int LeftOut, bool IsSigned,
    bool IsChanged)
{
    /// <summary>Returns the publication as a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Folder}: {Files:N0} files, {(IsSigned ? "signed" : "not signed")}, prices through {RecordedThrough:uuuu-MM-dd}; "
        + $"history: {Stated:N0} stated, {Withdrawn:N0} withdrawn{(IsChanged ? "" : "; nothing changed")}");
}
