using TokenPricing.Tests;

if (args is ["worker", string assembly, string mutated, string number])
{
    using Worker worker = new(assembly, mutated);
    return worker.Run(int.Parse(number, CultureInfo.InvariantCulture));
}

string package = "TokenPricing";
List<string> projects = [];
List<string> folders = [];
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "-p" when i + 1 < args.Length:
            package = args[++i];
            break;
        case "-t" when i + 1 < args.Length:
            projects.Add(args[++i]);
            break;
        default:
            folders.Add(args[i].TrimEnd('/'));
            break;
    }
}

if (folders.Count == 0 || folders.Any(f => !Directory.Exists($"src/{package}/{f}") && !File.Exists($"src/{package}/{f}")))
{
    Console.Error.WriteLine($"error: name the folders of src/{package} whose code is to be changed, or . for all of it");
    return 2;
}

Changes changes = Changes.Of(package);
projects = [$"{package}.Tests", "TokenPricing.Laws", .. projects];
Dictionary<string, Suite> suites = projects.ToDictionary(p => p, p => Suite.Of(p, changes));
List<Mutant> all = [];
foreach (string folder in folders)
{
    Mutant[] mutants = [.. changes.Mutants.Where(m => folder == "." || m.File == folder || m.File.StartsWith(folder + "/", StringComparison.Ordinal))];
    all.AddRange(mutants);
    Console.WriteLine($"{mutants.Length} changes in {folder}");
    foreach (string project in projects)
    {
        Try(mutants, project, fresh: false);
        if (project == projects[0])
        {
            Try(mutants, project, fresh: true);
        }
    }

    foreach (IGrouping<string, Mutant> file in mutants.GroupBy(m => m.File).OrderBy(g => g.Key, StringComparer.Ordinal))
    {
        Console.WriteLine($"{file.Key}: {Score([.. file])}");
        foreach (Mutant mutant in file.Where(m => m.Killer is null).OrderBy(m => m.Line))
        {
            Console.WriteLine($"  line {mutant.Line}: {(mutant.Covered ? mutant.Mutator : "no test")}: {mutant.Replacement.ReplaceLineEndings(" ")}");
        }
    }

    Console.WriteLine($"{package}/{folder}: {Score(mutants)}");
}

Console.WriteLine($"{package}: {Score(all)}");
return 0;

void Try(Mutant[] mutants, string project, bool fresh)
{
    Mutant[] alive = [.. mutants.Where(m => m.Killer is null)];
    suites[project].Test(alive, fresh);
    Console.WriteLine($"{project}{(fresh ? ", a process for each change," : "")} kills {alive.Count(m => m.Killer is not null)} of {alive.Length}");
}

static string Score(IReadOnlyCollection<Mutant> some) =>
    some.Count == 0 ? "nothing to change" : $"{some.Count(m => m.Killer is not null) * 100m / some.Count:0.0} % ({some.Count(m => m.Killer is not null)} of {some.Count})";
