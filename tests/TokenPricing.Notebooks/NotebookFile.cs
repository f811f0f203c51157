using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.Notebooks;

/// <summary>A notebook as a file: nbformat 4.5, laid out as Jupyter lays it out.</summary>
internal static class NotebookFile
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<NotebookCell> Read(string json)
    {
        using JsonDocument notebook = JsonDocument.Parse(json);
        return [.. notebook.RootElement.GetProperty("cells").EnumerateArray().Select(Cell)];
    }

    public static string Write(IReadOnlyList<NotebookCell> cells)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteStartArray("cells");
            int executed = 0;
            foreach ((int i, NotebookCell cell) in cells.Index())
            {
                Write(json, cell, $"cell-{i + 1}", cell.IsCode ? ++executed : 0);
            }

            json.WriteEndArray();
            json.WritePropertyName("metadata");
            json.WriteRawValue("""
                {
                  "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" },
                  "language_info": { "file_extension": ".cs", "mimetype": "text/x-csharp", "name": "C#", "pygments_lexer": "csharp" }
                 }
                """);
            json.WriteNumber("nbformat", 4);
            json.WriteNumber("nbformat_minor", 5);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static NotebookCell Cell(JsonElement cell)
    {
        bool isCode = cell.GetProperty("cell_type").GetString() == "code";
        return new NotebookCell(isCode, Text(cell.GetProperty("source")))
        {
            Outputs = isCode ? [.. cell.GetProperty("outputs").EnumerateArray().Select(Output)] : [],
        };
    }

    private static CellOutput Output(JsonElement output)
    {
        if (output.GetProperty("output_type").GetString() == "stream")
        {
            return new CellOutput(Text(output.GetProperty("text")), IsConsole: true);
        }

        JsonElement data = output.GetProperty("data");
        return new CellOutput(Text(data.GetProperty("text/plain")), data.TryGetProperty("text/html", out JsonElement html) ? Text(html) : null);
    }

    private static string Text(JsonElement lines) =>
        lines.ValueKind == JsonValueKind.String ? lines.GetString()! : string.Concat(lines.EnumerateArray().Select(l => l.GetString()));

    private static void Write(Utf8JsonWriter json, NotebookCell cell, string id, int executed)
    {
        json.WriteStartObject();
        json.WriteString("cell_type", cell.IsCode ? "code" : "markdown");
        if (cell.IsCode)
        {
            json.WriteNumber("execution_count", executed);
        }

        json.WriteString("id", id);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        if (cell.IsCode)
        {
            json.WriteStartArray("outputs");
            foreach (CellOutput output in cell.Outputs)
            {
                Write(json, output, executed);
            }

            json.WriteEndArray();
        }

        WriteLines(json, "source", cell.Text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CellOutput output, int executed)
    {
        json.WriteStartObject();
        if (output.IsConsole)
        {
            json.WriteString("name", "stdout");
            json.WriteString("output_type", "stream");
            WriteLines(json, "text", output.Text);
        }
        else
        {
            json.WriteStartObject("data");
            if (output.Html is { } html)
            {
                WriteLines(json, "text/html", html);
            }

            WriteLines(json, "text/plain", output.Text);
            json.WriteEndObject();
            json.WriteNumber("execution_count", executed);
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteString("output_type", "execute_result");
        }

        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, string name, string text)
    {
        string[] lines = text.Split('\n');
        json.WriteStartArray(name);
        foreach ((int i, string line) in lines.Index().Where(l => l.Index < lines.Length - 1 || l.Item.Length > 0))
        {
            json.WriteStringValue(i < lines.Length - 1 ? line + "\n" : line);
        }

        json.WriteEndArray();
    }
}
