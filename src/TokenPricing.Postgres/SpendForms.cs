using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TokenPricing.Postgres;

/// <summary>Converts values to and from the forms in which the database stores them.</summary>
internal static class SpendForms
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Returns tags as JSON. Tags are ordered by key, so equal sets have equal texts.</summary>
    /// <exception cref="ArgumentException">A tag has a character that PostgreSQL cannot store.</exception>
    public static string JsonOf(ImmutableArray<SpendTag> tags)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            foreach (SpendTag tag in tags)
            {
                json.WriteString(Storable(tag.Key), Storable(tag.Value));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Returns tags from JSON.</summary>
    public static ImmutableArray<SpendTag> TagsOf(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(t => new SpendTag(t.Name, t.Value.GetString()!))];
    }

    /// <summary>Returns a text, and throws if PostgreSQL cannot store it.</summary>
    /// <exception cref="ArgumentException">The text has a null character, or is not valid Unicode.</exception>
    public static string Storable(string text)
    {
        try
        {
            _ = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("PostgreSQL cannot store an id or a tag that is not valid Unicode.", e);
        }

        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("PostgreSQL cannot store an id or a tag with a null character.")
            : text;
    }

    /// <summary>Returns the digest by which a text that can be long is found.</summary>
    public static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns an amount from the text of a number with any number of digits.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public static Usd UsdOf(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        string places = point < 0 ? "" : number[(point + 1)..].TrimEnd('0');
        string digits = (point < 0 ? number : number[..point]) + places;
        if (places.Length > 28)
        {
            throw new OverflowException($"No decimal holds the amount {number} exactly.");
        }

        BigInteger mantissa = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        decimal whole = (decimal)mantissa;
        return new Usd(whole * new decimal(1, 0, 0, false, (byte)places.Length));
    }
}
