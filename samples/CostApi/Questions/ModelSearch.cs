using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.CostApi;

/// <summary>Finds models by parts of their ids and names, as they are typed.</summary>
internal sealed class ModelSearch
{
    private static readonly ConditionalWeakTable<PriceCatalog, ModelSearch> Searches = [];
    private static readonly JsonWriterOptions Relaxed = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Entry[] _entries;

    private ModelSearch(PriceCatalog prices) => _entries = [.. prices.Models.Select(Entry.Of)];

    /// <summary>The search of a catalog; it is made once for each.</summary>
    public static ModelSearch In(PriceCatalog prices) => Searches.GetValue(prices, p => new ModelSearch(p));

    /// <summary>The best matches as JSON.</summary>
    /// <param name="typed">What is typed.</param>
    /// <param name="limit">How many models to list.</param>
    public string ToJson(string typed, int limit)
    {
        Entry[] found = Find(typed);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("q", typed);
            json.WriteNumber("count", found.Length);
            json.WriteStartArray("models");
            foreach (Entry entry in found.Take(limit))
            {
                Write(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private Entry[] Find(string typed)
    {
        string[] parts = typed.Split([' ', '-', '_', '/', '.'], StringSplitOptions.RemoveEmptyEntries);
        string plain = Plain(typed);
        return
        [
            .. from entry in _entries
               where Array.TrueForAll(parts, p => entry.Text.Contains(p, StringComparison.OrdinalIgnoreCase)) || (plain.Length > 0 && entry.Id.Contains(plain, StringComparison.Ordinal))
               orderby entry.Id == plain ? 0 : entry.Id.StartsWith(plain, StringComparison.Ordinal) ? 1 : entry.Id.Contains(plain, StringComparison.Ordinal) ? 2 : 3,
                   entry.Providers descending,
                   entry.Model.Id
               select entry,
        ];
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static void Write(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Model.Id.Value);
        json.WriteString("name", entry.Model.Name);
        json.WriteString("developer", entry.Model.Facts.Developer);
        json.WriteString("formOf", entry.Model.Base?.Id.Value);
        json.WriteNumber("providers", entry.Providers);
        if (entry.Model.ContextWindow is { } window)
        {
            json.WriteNumber("contextWindow", window);
        }
        else
        {
            json.WriteNull("contextWindow");
        }

        json.WriteEndObject();
    }

    // The id without its punctuation, since one types gpt5.1 for gpt-5.1.
    private sealed record Entry(Model Model, string Id, string Text, int Providers)
    {
        public static Entry Of(Model model) => new(
            model,
            Plain(model.Id.Value),
            $"{model.Id} {model.Name} {model.Facts.Developer}",
            model.Variants.Prepend(model).SelectMany(m => m.Offers).Where(o => o.Provider.IsNamed).Select(o => o.Provider.Id).Distinct().Count());
    }
}
