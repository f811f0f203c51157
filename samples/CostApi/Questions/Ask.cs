using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace TokenPricing.CostApi;

/// <summary>One request: what it says, read and checked, and the prices that it is answered from.</summary>
internal sealed class Ask
{
    // Longer than any name, and short enough that looking for near names costs nothing.
    private const int LongestText = 200;

    private readonly Dictionary<Parameter, object[]> _said = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="known">All that it may say.</param>
    /// <exception cref="ProblemException">It says something else, or says something wrongly; all of it is named.</exception>
    public Ask(IQueryCollection query, ImmutableArray<Parameter> known)
    {
        List<ProblemError> errors = [];
        foreach ((string name, StringValues values) in query)
        {
            if (known.FirstOrDefault(p => p.Name == name) is { } parameter)
            {
                Read(parameter, values, errors);
            }
            else
            {
                errors.Add(new ProblemError(known.IsEmpty ? $"'{name}' is not a parameter here; there are none." : $"'{name}' is not a parameter here; there are {string.Join(", ", known.Select(p => p.Name))}.") { Parameter = name });
            }
        }

        foreach (Parameter missing in known.Where(p => p.IsRequired && !_said.ContainsKey(p) && errors.TrueForAll(e => e.Parameter != p.Name)))
        {
            errors.Add(new ProblemError($"'{missing.Name}' is missing: expected {missing.Expected}.") { Parameter = missing.Name });
        }

        if (errors.Count > 0)
        {
            throw new ProblemException([.. errors]);
        }
    }

    /// <summary>The prices as they are at the moment of the request; the same for all of the answer.</summary>
    public required PriceCatalog Prices { get; init; }

    /// <summary>The moment of the request.</summary>
    public required Instant Now { get; init; }

    /// <summary>The day that is asked for, or today.</summary>
    public LocalDate On => Get(Parameters.On) ?? Now.InUtc().Date;

    /// <summary>The mix that is asked for, or the catalog's own.</summary>
    public Blend Blend(params ReadOnlySpan<ModelKind?> kinds) => Get(Parameters.Blend) ?? Prices.Settings.BlendFor(kinds);

    /// <summary>Whose price stands for a model, as asked for, or the standard one.</summary>
    public PriceBasis Basis => Get(Parameters.Basis) is { } word ? Enum.Parse<PriceBasis>(word, ignoreCase: true) : PriceBasis.Standard;

    /// <summary>What is said; <see langword="null"/>: nothing.</summary>
    public T? Get<T>(Parameter<T> parameter) => _said.TryGetValue(parameter, out object[]? values) ? (T)values[0] : default;

    /// <summary>All that is said, in its order; empty: nothing.</summary>
    public ImmutableArray<string> All(Parameter<string?> parameter) => _said.TryGetValue(parameter, out object[]? values) ? [.. values.Cast<string>()] : [];

    /// <summary>The model that a required parameter names.</summary>
    /// <exception cref="PricingException">Nothing is called that; the message names near names.</exception>
    public Model Model(Parameter<string?> parameter) => Prices.Find(Get(parameter)!).Model;

    private void Read(Parameter parameter, StringValues values, List<ProblemError> errors)
    {
        string[] texts = [.. values.SelectMany(v => parameter.IsList ? v!.Split(',', StringSplitOptions.TrimEntries) : [v!.Trim()]).Where(t => t.Length > 0)];
        if (texts.Length > 1 && !parameter.IsList)
        {
            errors.Add(new ProblemError($"'{parameter.Name}' is given {texts.Length} times: expected it once.") { Parameter = parameter.Name });
            return;
        }

        object?[] read = [.. texts.Select(t => t.Length <= LongestText ? parameter.Read(t) : null)];
        foreach ((string text, _) in texts.Zip(read).Where(t => t.Second is null))
        {
            errors.Add(new ProblemError($"'{parameter.Name}' is '{Shown(text)}': expected {parameter.Expected}.") { Parameter = parameter.Name });
        }

        if (read.Length > 0 && !read.Contains(null))
        {
            _said[parameter] = read!;
        }
    }

    private static string Shown(string text) => text.Length > LongestText ? $"{text[..LongestText]}…" : text;
}
