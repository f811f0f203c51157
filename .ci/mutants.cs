#:property PublishAot=false
// The two runs of Stryker, and what they say together. See .ci/mutants.
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

string[] ended = ["Killed", "Timeout"];
string[] counted = ["Killed", "Timeout", "Survived", "NoCoverage"];
string package = args is ["-p", string name, ..] ? name : "TokenPricing";
string[] folders = args is ["-p", _, .. string[] rest] ? rest : args;
if (folders.Length == 0 || folders.FirstOrDefault(f => !Directory.Exists($"src/{package}/{f}")) is not null)
{
    Console.Error.WriteLine($"error: name the folders of src/{package} whose code is to be changed, or . for all of it");
    return 2;
}

string work = Path.GetFullPath("artifacts/mutants");
Directory.CreateDirectory(work);
string[] unit = [$"{package}.Tests"];
Dictionary<Place, string> mutants = Run("unit-tests", [.. folders.Select(f => f == "." ? "**/*.cs" : $"{f}/**/*.cs")], unit, Classes(unit, folders));
if (mutants.Count == 0)
{
    Console.WriteLine("There is nothing to change in these folders that can be tested.");
    return 0;
}

Place[] alive = [.. mutants.Where(m => !ended.Contains(m.Value)).Select(m => m.Key)];
Console.WriteLine($"{mutants.Count} mutants, of which the folders' own unit tests kill {mutants.Count - alive.Length}");
if (alive.Length > 0)
{
    string[] places = [.. alive.Select(p => $"{p.File}{{{p.From}..{p.To}}}").Distinct()];
    foreach ((Place place, string status) in Run("all", places, [.. unit, "TokenPricing.Laws"], null))
    {
        mutants[place] = ended.Contains(mutants.GetValueOrDefault(place)) ? mutants[place] : status;
    }
}

foreach (IGrouping<string, KeyValuePair<Place, string>> file in mutants.GroupBy(m => m.Key.File).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"{file.Key}: {Score(file)}");
    foreach ((Place place, string status) in file.Where(m => !ended.Contains(m.Value)).OrderBy(m => m.Key.From))
    {
        Console.WriteLine($"  line {place.Line}: {(status == "NoCoverage" ? "no test" : place.Mutator)}: {place.Replacement.ReplaceLineEndings(" ")}");
    }
}

Console.WriteLine($"{package}, {string.Join(", ", folders)}: {Score(mutants)}");
return 0;

string Score(IEnumerable<KeyValuePair<Place, string>> some) =>
    $"{some.Count(m => ended.Contains(m.Value)) * 100m / some.Count():0.0} % ({some.Count(m => ended.Contains(m.Value))} of {some.Count()})";

// One run of Stryker; the mutants that were tested, with what became of them.
Dictionary<Place, string> Run(string name, string[] mutate, string[] projects, string? filter)
{
    JsonObject config = new()
    {
        ["test-projects"] = Array(projects.Select(p => $"../../tests/{p}/{p}.csproj")),
        ["mutate"] = Array(mutate),
        ["reporters"] = Array(["json"]),
        ["thresholds"] = new JsonObject { ["high"] = 95, ["low"] = 85, ["break"] = 0 },
        ["additional-timeout"] = 3_000,
    };
    if (!string.IsNullOrEmpty(filter))
    {
        config["test-case-filter"] = filter;
    }

    string folder = Path.Combine(work, name);
    string path = folder + ".json";
    File.WriteAllText(path, new JsonObject { ["stryker-config"] = config }.ToJsonString());
    ProcessStartInfo start = new("dotnet", ["stryker", "-f", path, "-O", folder, "--skip-version-check"]) { WorkingDirectory = $"src/{package}" };
    using Process stryker = Process.Start(start)!;
    stryker.WaitForExit();
    if (stryker.ExitCode != 0)
    {
        throw new InvalidOperationException($"Stryker ended with code {stryker.ExitCode}.");
    }

    using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reports/mutation-report.json")));
    Dictionary<Place, string> found = [];
    foreach (JsonProperty file in report.RootElement.GetProperty("files").EnumerateObject())
    {
        string relative = Path.GetRelativePath($"src/{package}", file.Name).Replace('\\', '/');
        int[] lines = Starts(file.Value.GetProperty("source").GetString()!);
        foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
        {
            string status = mutant.GetProperty("status").GetString()!;
            if (counted.Contains(status))
            {
                JsonElement location = mutant.GetProperty("location");
                found[new Place(
                    relative, Offset(location.GetProperty("start")), Offset(location.GetProperty("end")),
                    location.GetProperty("start").GetProperty("line").GetInt32(),
                    mutant.GetProperty("mutatorName").GetString()!, mutant.GetProperty("replacement").GetString()!)] = status;
            }
        }

        int Offset(JsonElement position) => lines[position.GetProperty("line").GetInt32() - 1] + position.GetProperty("column").GetInt32() - 1;
    }

    return found;
}

static int[] Starts(string text) => [0, .. text.Select((c, i) => c == '\n' ? i + 1 : 0).Where(i => i > 0)];

static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

// The test classes of the folders, as a filter of the test runner.
static string Classes(string[] projects, string[] folders)
{
    StringBuilder filter = new();
    foreach (string folder in projects.SelectMany(p => folders.Select(f => $"tests/{p}/{f}")).Where(Directory.Exists))
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs"))
        {
            foreach (Match type in Regex.Matches(File.ReadAllText(file), @"^public (?:static |sealed |partial )*class (\w+)", RegexOptions.Multiline))
            {
                filter.Append(filter.Length == 0 ? "" : "|").Append("FullyQualifiedName~.").Append(type.Groups[1].Value).Append('.');
            }
        }
    }

    return filter.ToString();
}

internal sealed record Place(string File, int From, int To, int Line, string Mutator, string Replacement);
