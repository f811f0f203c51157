using System.Globalization;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>Which pairs of ids that people judged are one model in a catalog: the same base, or one the base of the other.</summary>
internal sealed record JoinEvaluation(IReadOnlyList<(string A, string B, bool IsSame, bool? IsJoined, string Reason)> Pairs)
{
    /// <summary>The share of the pairs judged the same that are joined, from 0 to 1.</summary>
    public decimal Joined => Share(Pairs.Count(p => p is { IsSame: true, IsJoined: true }), Pairs.Count(p => p.IsSame));

    /// <summary>The pairs judged different that are joined.</summary>
    public int WronglyJoined => Pairs.Count(p => p is { IsSame: false, IsJoined: true });

    /// <summary>Compares the lines <c>a,b,verdict,reason</c> of a CSV file with a catalog.</summary>
    public static JoinEvaluation Of(PriceCatalog prices, IEnumerable<string> csv) => new([.. csv.Skip(1).Where(l => l.Length > 0).Select(l =>
    {
        string[] cells = l.Split(',', 4);
        return (cells[0], cells[1], cells[2] == "same", AreOne(prices, cells[0], cells[1]), cells.Length > 3 ? cells[3] : "");
    })]);

    /// <summary>Returns the shares and every pair on which catalog and verdict differ.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Pairs.Count(p => p.IsSame):N0} pairs judged the same: {Joined:P1} joined. {Pairs.Count(p => !p.IsSame):N0} judged different: {WronglyJoined:N0} joined.");
        foreach (var pair in Pairs.Where(p => p.IsJoined != p.IsSame))
        {
            text.AppendLine(
                $"{(pair.IsJoined is null ? "not in the catalog" : pair.IsSame ? "not joined" : "joined wrongly")}: {pair.A} = {pair.B} ({pair.Reason})");
        }

        return text.ToString();
    }

    private static bool? AreOne(PriceCatalog prices, string a, string b) =>
        prices.TryGetModel(a, out Model? left) && prices.TryGetModel(b, out Model? right) ? (left.Base ?? left) == (right.Base ?? right) : null;

    private static decimal Share(int part, int whole) => whole == 0 ? 1 : (decimal)part / whole;
}
