using System.Text;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>Writes the JSON of a feed: one element a line, so that a small change of prices is a small change of the file.</summary>
internal static class FeedJson
{
    /// <summary>Returns a value as one line.</summary>
    public static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Returns an object of which each member begins a line.</summary>
    public static byte[] Object(params IEnumerable<(string Name, string Value)> members) =>
        Encoding.UTF8.GetBytes($"{{\n{string.Join(",\n", members.Select(m => $"{Name(m.Name)}: {m.Value}"))}\n}}\n");

    /// <summary>Returns an array of which each element is a line.</summary>
    public static string Array(IEnumerable<string> lines) => $"[\n{string.Join(",\n", lines)}\n]";

    /// <summary>Returns an object of which each member is a line.</summary>
    public static string Members(IEnumerable<(string Name, string Value)> members) =>
        $"{{\n{string.Join(",\n", members.Select(m => $"{Name(m.Name)}: {m.Value}"))}\n}}";

    /// <summary>Writes a number with all of its digits.</summary>
    public static void WriteExact(this Utf8JsonWriter json, string name, decimal value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(ExactNumber.Format(value));
    }

    /// <summary>Writes a text, unless it is not known.</summary>
    public static void WriteKnown(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a number, unless it is not known.</summary>
    public static void WriteKnown(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    /// <summary>Writes yes or no, unless it is not known.</summary>
    public static void WriteKnown(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

    /// <summary>Writes texts, unless there is none.</summary>
    public static void WriteKnown(this Utf8JsonWriter json, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private static string Name(string name) => Line(json => json.WriteStringValue(name));
}
