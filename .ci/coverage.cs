#:property PublishAot=false
// Adds up the coverage files of all test projects: a line, or one way of a branch, is covered where any of them went. See .ci/coverage.
using System.Globalization;
using System.Text.Json;

decimal minimum = decimal.Parse(args[0], CultureInfo.InvariantCulture);
Dictionary<(string File, int Line), bool> lines = [];
Dictionary<(string File, int Line, string Way), bool> branches = [];
string[] results = Directory.Exists(args[1]) ? Directory.GetFiles(args[1], "coverage.json", SearchOption.AllDirectories) : [];
foreach (string result in results)
{
    using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(result));
    foreach (JsonProperty module in json.RootElement.EnumerateObject())
    {
        foreach (JsonProperty file in module.Value.EnumerateObject())
        {
            foreach (JsonProperty method in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()))
            {
                Read(Relative(file.Name), method);
            }
        }
    }
}

if (lines.Count == 0)
{
    Console.Error.WriteLine("error: no coverage file names a line of the packages; collect coverage first");
    return 2;
}

bool isEnough = Report("lines", lines.Values) & Report("branches", branches.Values);
IEnumerable<(string File, int Line)> missing = lines.Where(l => !l.Value).Select(l => l.Key)
    .Concat(branches.Where(b => !b.Value).Select(b => (b.Key.File, b.Key.Line)));
foreach (IGrouping<string, int> file in missing.Distinct().GroupBy(m => m.File, m => m.Line).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"  {file.Key}, lines not or partly covered: {string.Join(' ', file.Order())}");
}

if (!isEnough)
{
    Console.WriteLine($"error: below {minimum} %");
}

return isEnough ? 0 : 1;

void Read(string file, JsonProperty method)
{
    foreach (JsonProperty line in method.Value.GetProperty("Lines").EnumerateObject())
    {
        Add(lines, (file, int.Parse(line.Name, CultureInfo.InvariantCulture)), line.Value.GetInt32());
    }

    foreach (JsonElement branch in method.Value.GetProperty("Branches").EnumerateArray())
    {
        string way = $"{method.Name} {branch.GetProperty("Offset")} {branch.GetProperty("Path")}";
        Add(branches, (file, branch.GetProperty("Line").GetInt32(), way), branch.GetProperty("Hits").GetInt32());
    }
}

static void Add<T>(Dictionary<T, bool> covered, T place, int hits)
    where T : notnull => covered[place] = hits > 0 || covered.GetValueOrDefault(place);

static string Relative(string path) => path[Math.Max(0, path.Replace('\\', '/').LastIndexOf("/src/", StringComparison.Ordinal) + 1)..];

bool Report(string what, ICollection<bool> places)
{
    decimal percent = places.Count == 0 ? 100 : 100m * places.Count(covered => covered) / places.Count;
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what,-8} {percent,6:F2} % ({places.Count(covered => covered)} of {places.Count})"));
    return percent >= minimum;
}
