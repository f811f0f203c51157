using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TokenPricing.Tests;

/// <summary>A change of the code that Stryker made, with what became of it: the test that fails, or nothing while none does.</summary>
internal sealed record Mutant(int Id, string File, int Line, string Mutator, string Replacement)
{
    /// <summary>The test that fails, or why the process ended.</summary>
    public string? Killer { get; set; }

    /// <summary>Whether a test reaches the change.</summary>
    public bool Covered { get; set; }
}

/// <summary>All changes that Stryker can make in a package, compiled into one assembly, each to be switched on by its number.</summary>
internal sealed record Changes(string Package, string Assembly, ImmutableArray<Mutant> Mutants)
{
    private const int MostMutants = 100_000;

    /// <summary>Lets Stryker make the changes, unless the code is still what it changed the last time.</summary>
    public static Changes Of(string package)
    {
        string folder = Path.GetFullPath($"artifacts/mutants/{package}");
        string assembly = Path.Combine(folder, $"{package}.dll");
        string report = Path.Combine(folder, "stryker/reports/mutation-report.json");
        DateTime changed = Directory.EnumerateFiles($"src/{package}", "*.cs", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc);
        if (!File.Exists(assembly) || !File.Exists(report) || File.GetLastWriteTimeUtc(report) < changed)
        {
            Make(package, folder, assembly);
        }

        return new Changes(package, assembly, [.. Read(package, report)]);
    }

    private static void Make(string package, string folder, string assembly)
    {
        string config = Path.Combine(folder, "stryker.json");
        string tests = Path.Combine(folder, "idle");
        WriteIdleTests(package, tests);
        File.Delete(assembly);
        File.WriteAllText(config, new JsonObject
        {
            ["stryker-config"] = new JsonObject
            {
                ["test-projects"] = new JsonArray(Path.Combine(tests, "Idle.csproj")),
                ["mutate"] = new JsonArray("**/*.cs"),
                // On which thread a method goes on is no result of it.
                ["ignore-methods"] = new JsonArray("ConfigureAwait"),
                // Only of a test by itself does it believe that static code is not reached.
                ["coverage-analysis"] = "perTestInIsolation",
                ["reporters"] = new JsonArray("json"),
                ["thresholds"] = new JsonObject { ["high"] = 95, ["low"] = 85, ["break"] = 0 },
            },
        }.ToJsonString());
        Console.WriteLine("Stryker makes the changes, which takes some minutes ...");
        using Process stryker = Process.Start(new ProcessStartInfo(
            "dotnet", ["stryker", "-f", config, "-O", Path.Combine(folder, "stryker"), "--skip-version-check"])
        { WorkingDirectory = $"src/{package}", RedirectStandardOutput = true })!;
        Task<string> said = stryker.StandardOutput.ReadToEndAsync();
        string changed = Path.Combine(tests, $"bin/Debug/net10.0/{package}.dll");
        while (!stryker.WaitForExit(500))
        {
            // It puts the assembly in the place of the tests' own, and the old one back at the end.
            if (!File.Exists(assembly) && IsChanged(changed))
            {
                Thread.Sleep(1_000);
                Mark(changed, assembly);
            }
        }

        if (stryker.ExitCode != 0 || !File.Exists(assembly))
        {
            throw new InvalidOperationException($"Stryker ended with code {stryker.ExitCode}: {said.Result}");
        }
    }

    // A test that reaches hardly anything: Stryker is to make the changes, and not to test them. If it reached nothing, Stryker would try all.
    private static void WriteIdleTests(string package, string folder)
    {
        // What a run that was ended left behind is no assembly to be taken for the new one.
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "IdleTests.cs"),
            $$"""
            using System.Reflection;

            public class IdleTests
            {
                [Xunit.Fact]
                public void AnyMethod_WithoutArguments_SaysSo()
                {
                    var methods = Assembly.Load("{{package}}").GetExportedTypes()
                        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                        .Where(m => !m.ContainsGenericParameters && m.GetParameters() is [{ ParameterType.IsValueType: false }, ..]);
                    foreach (MethodInfo method in methods)
                    {
                        try
                        {
                            method.Invoke(null, new object[method.GetParameters().Length]);
                        }
                        catch (TargetInvocationException e) when (e.InnerException is ArgumentNullException)
                        {
                            return;
                        }
                        catch (Exception)
                        {
                        }
                    }
                }
            }
            """);
        File.WriteAllText(
            Path.Combine(folder, "Idle.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <IsTestProject>true</IsTestProject>
                <GenerateDocumentationFile>false</GenerateDocumentationFile>
                <RunAnalyzers>false</RunAnalyzers>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Path.GetFullPath($"src/{package}/{package}.csproj")}" />
                <PackageReference Include="Microsoft.NET.Test.Sdk" />
                <PackageReference Include="xunit" />
                <PackageReference Include="xunit.runner.visualstudio" />
              </ItemGroup>
            </Project>
            """);
    }

    // No while the file is being written.
    private static bool IsChanged(string assembly)
    {
        try
        {
            return File.Exists(assembly) && File.ReadAllBytes(assembly).AsSpan().IndexOf("MutantControl"u8) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Stryker looks through a list for each place that is reached, which takes hours of laws; a mark in an array takes nothing.
    private static void Mark(string from, string to)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(from);
        TypeDefinition control = module.Types.Single(t => t.Name == "MutantControl");
        FieldDefinition reached = new("Reached", FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Boolean));
        control.Fields.Add(reached);
        Instruction first = control.Methods.Single(m => m.IsConstructor && m.IsStatic).Body.Instructions[0];
        ILProcessor constructor = control.Methods.Single(m => m.IsConstructor && m.IsStatic).Body.GetILProcessor();
        constructor.InsertBefore(first, constructor.Create(OpCodes.Ldc_I4, MostMutants));
        constructor.InsertBefore(first, constructor.Create(OpCodes.Newarr, module.TypeSystem.Boolean));
        constructor.InsertBefore(first, constructor.Create(OpCodes.Stsfld, reached));

        MethodBody register = control.Methods.Single(m => m.Name == "RegisterCoverage").Body;
        register.Instructions.Clear();
        register.ExceptionHandlers.Clear();
        register.Variables.Clear();
        ILProcessor body = register.GetILProcessor();
        body.Emit(OpCodes.Ldsfld, reached);
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldc_I4_1);
        body.Emit(OpCodes.Stelem_I1);
        body.Emit(OpCodes.Ret);
        module.Write(to);
    }

    private static IEnumerable<Mutant> Read(string package, string path)
    {
        string[] tested = ["Killed", "Timeout", "Survived", "NoCoverage"];
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonProperty file in report.RootElement.GetProperty("files").EnumerateObject())
        {
            string relative = Path.GetRelativePath($"src/{package}", file.Name).Replace('\\', '/');
            foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                if (tested.Contains(mutant.GetProperty("status").GetString()))
                {
                    yield return new Mutant(
                        int.Parse(mutant.GetProperty("id").GetString()!, CultureInfo.InvariantCulture), relative,
                        mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
                        mutant.GetProperty("mutatorName").GetString()!, mutant.GetProperty("replacement").GetString()!);
                }
            }
        }
    }
}
