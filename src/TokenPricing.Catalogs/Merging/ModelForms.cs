using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenPricing.Catalogs;

/// <summary>
/// Tells whether two names are forms of one model: the same weights at another host, in another region, precision, speed or mode.
/// </summary>
/// <remarks>
/// Each name has a stem, which is the name without the marks of its form; two names with the same stem are one model. The rules, in order:
/// <list type="number">
/// <item>The path and the region before the name are not part of the stem, and neither is the name of a maker or provider before the name
/// of a model that is known by itself: <c>tee/deepseek-r1-0528</c>, <c>qwen-qwen-3-32b</c>.</item>
/// <item>A precision, an enclave or a host at the end is not part of it: <c>fp8</c>, <c>tee</c>, <c>maas</c>.</item>
/// <item>For open weights, a speed or a length of context is not part of it, unless the maker itself sells the model under that name:
/// <c>llama-3.1-8b-instruct-turbo</c> is a form, <c>glm-5-turbo</c> is a product of its maker.</item>
/// <item>A mode of a hybrid model is not part of it: <c>glm-4.6:thinking</c>. Of models whose thinking weights are others, such as
/// <c>qwen3-235b-a22b-thinking-2507</c>, it is.</item>
/// <item>For open weights, <c>instruct</c>, <c>it</c> and <c>chat</c> are not part of it (<c>base</c> is), and neither is the number of
/// active parameters next to that of all.</item>
/// <item>A table that people keep names what remains, such as <c>mistral-small-3.1-24b</c> for <c>mistral-small-2503</c>; a name that
/// stands for itself there loses no speed (<c>whisper-large-v3-turbo</c>).</item>
/// <item><c>v1</c> at the end, the first version of an id of Amazon Bedrock, is not part of it where the name without it is known and no
/// other version of it is: <c>nova-pro-v1</c>.</item>
/// </list>
/// A link from one name to another is dropped if the names contradict each other: see <see cref="Veto"/>. An alias of a list's rule is
/// dropped if it says more than the name that it would stand for: see <see cref="SaysMore"/>.
/// </remarks>
internal sealed partial class ModelForms
{
    // Precisions, enclaves and hosts, which only say how the same weights are run.
    private static readonly FrozenSet<string> Hosts = Words(
        "fp8 fp16 bf16 fp4 nvfp4 mxfp4 int4 int8 awq gptq gguf w8a8 w4a16 q4 q8 4bit 8bit tee e2ee maas basic sambanova together hf cloud "
        + "original free exacto nitro floor fp8a8 bedrock vertex fireworks groq cerebras");

    // Speeds, which are a form of open weights at a host and a product at a maker.
    private static readonly FrozenSet<string> Speeds = Words("fast turbo instant specdec highspeed tput throughput speed lightning");

    // Words in a path that name a tier of the model after it.
    private static readonly FrozenSet<string> Ways = Words("fast turbo batch flex priority");

    private static readonly FrozenSet<string> Tunings = Words("instruct it chat");

    private static readonly FrozenSet<string> Modes = Words("nothink nothinking nonthinking");

    // Words that name other weights, another product or another way to pay.
    private static readonly FrozenSet<string> Distinct = Words(
        "distill distilled coder code codex vision vl base embed embedding embeddings guard safeguard audio image images tts "
        + "transcribe stt realtime live search research omni math reasoning reasoner thinking uncensored abliterated "
        + "derestricted heretic ft batch flex priority terminus speciale exp experimental creative pro max mini nano lite "
        + "flash flashx plus air next small medium large ultra super micro tiny haiku sonnet opus fable sol terra luna astra "
        + "scout maverick nova dolphin hermes eva magnum euryale anubis cydonia ocr video rerank reranker router latest "
        + "preview agent robotics nemotron cascade highspeed fast turbo customtools computer contributor");

    private readonly FrozenSet<string> _known;
    private readonly FrozenSet<string> _sellers;
    private readonly Func<string, string, bool> _mayForward;
    private readonly Func<string, bool> _isOpen;
    private readonly Func<string, bool> _isSoldByMaker;
    private readonly ImmutableArray<(string Name, string Stem)> _table;
    private readonly Dictionary<string, string> _stems = [];

    /// <summary>Initializes the rules for the models of a catalog.</summary>
    /// <param name="known">The keys of all models.</param>
    /// <param name="sellers">The ids of all providers.</param>
    /// <param name="isOpen">Whether the weights of a model, by its key, are open.</param>
    /// <param name="isSoldByMaker">Whether the maker of a model sells it under exactly this key.</param>
    /// <param name="mayForward">
    /// Whether a seller may be one that serves a model of others: not a maker that sells its own only, whose name before the model of
    /// another maker tells of a model made from it.
    /// </param>
    /// <param name="table">Names that stand for other names, and these.</param>
    public ModelForms(
        IEnumerable<string> known,
        IEnumerable<string> sellers,
        Func<string, bool> isOpen,
        Func<string, bool> isSoldByMaker,
        Func<string, string, bool> mayForward,
        ImmutableArray<(string Name, string Stem)> table)
    {
        _known = known.ToFrozenSet(StringComparer.Ordinal);
        _sellers = sellers.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _isOpen = isOpen;
        _isSoldByMaker = isSoldByMaker;
        _mayForward = mayForward;
        _table = table;
    }

    /// <summary>Returns the stem of a model's key: the name that all forms of the model share.</summary>
    public string Stem(string key) => _stems.TryGetValue(key, out string? known) ? known : _stems[key] = FindStem(key);

    /// <summary>
    /// Returns why two names cannot be one model: sizes, versions, releases or words that name other weights differ;
    /// <see langword="null"/> if nothing in the names contradicts it.
    /// </summary>
    public string? Veto(string left, string right)
    {
        string a = Stem(left);
        string b = Stem(right);
        if (a == b)
        {
            return null;
        }

        string[] of = a.Split('-');
        string[] other = b.Split('-');
        if (Numbers(of, IsSize) is { Length: > 0 } size && Numbers(other, IsSize) is { Length: > 0 } otherSize && size != otherSize)
        {
            return "the sizes differ";
        }

        if (of.Where(Distinct.Contains).Order().SequenceEqual(other.Where(Distinct.Contains).Order()) is false)
        {
            string words = string.Join(", ", of.Concat(other).Where(Distinct.Contains).CountBy(w => w).Where(w => w.Value == 1).Select(
                w => w.Key));
            return $"only one has {words}";
        }

        if (Numbers(of, IsRelease) != Numbers(other, IsRelease))
        {
            return "the releases differ";
        }

        string version = Numbers(of, IsVersion);
        string otherVersion = Numbers(other, IsVersion);
        return version.Length > 0 && otherVersion.Length > 0 && version != otherVersion ? "the versions differ" : null;
    }

    /// <summary>
    /// Returns what an alias says of a model that the name of the model does not: another version, or a size, a date, a number or a word
    /// that names other weights; <see langword="null"/> if it says nothing of that kind. What the alias leaves out does not matter.
    /// </summary>
    /// <remarks>
    /// A list's rule by which <c>deepseek-r1-0528</c> costs what <c>deepseek-r1</c> does tells what the list bills, not what the model is.
    /// </remarks>
    /// <param name="alias">The key of the alias.</param>
    /// <param name="model">The key of the model.</param>
    public string? SaysMore(string alias, string model)
    {
        List<string> said = WithoutZeros(Stem(alias));
        List<string> known = WithoutZeros(Stem(model));
        string version = string.Join('-', said.Where(IsVersionOnly));
        if (version.Length > 0 && version != string.Join('-', known.Where(IsVersionOnly)))
        {
            return $"the version {version}";
        }

        foreach (string word in known)
        {
            said.Remove(word);
        }

        return said.Find(w => w.Any(char.IsAsciiDigit) || (Distinct.Contains(w) && w != "latest") || Tunings.Contains(w));

        static bool IsVersionOnly(string word) => IsVersion(word) && !IsSize(word);

        // 2.0 is 2.
        static List<string> WithoutZeros(string stem)
        {
            List<string> words = [.. stem.Split('-')];
            for (int i = words.Count - 1; i > 0; i--)
            {
                if (words[i] == "0" && IsVersion(words[i - 1]))
                {
                    words.RemoveAt(i);
                }
            }

            return words;
        }
    }

    /// <summary>Returns the version in a name, such as <c>3-1</c>; empty if it has none.</summary>
    public string Version(string key) => Numbers(Stem(key).Split('-'), IsVersion);

    private static string Numbers(string[] words, Func<string, bool> isOne) => string.Join('-', words.Where(isOne));

    // "70b", "8x7b", "a3b", "1t"
    private static bool IsSize(string word) => SizePattern().IsMatch(word);

    // "0528", "2507", "20240806"
    private static bool IsRelease(string word) => word.Length is 4 or 6 or 8 && word.All(char.IsAsciiDigit);

    private static bool IsVersion(string word) => VersionPattern().IsMatch(word);

    private string FindStem(string key)
    {
        bool isOpen = _isOpen(key);
        bool isProduct = _isSoldByMaker(key);
        string name = WithoutPlace(key);
        bool isFineTuned = name.StartsWith("ft:", StringComparison.Ordinal);
        List<string> words = [.. name.Split(['-', ':', '_', '.'], StringSplitOptions.RemoveEmptyEntries)];
        bool isMode = key.EndsWith(":thinking", StringComparison.Ordinal);
        string? way = key.Split('/')[..^1].FirstOrDefault(Ways.Contains);
        WithoutSeller(words);
        if (isFineTuned)
        {
            return Named(string.Join('-', words), isOpen);
        }

        if (words.Count > 2 && words[0] == "e2ee" && words[^1] == "p")
        {
            words.RemoveAt(words.Count - 1);
        }

        words.RemoveAll(w => Modes.Contains(w));
        if (words.Count > 2)
        {
            words.RemoveAll(w => Hosts.Contains(w));
        }

        WithoutSeller(words);
        if (isMode || (words.Count > 2 && words[^1] == "thinking" && IsHybrid(words)))
        {
            words.Remove("thinking");
        }

        if (isOpen && !isProduct && !_table.Contains((string.Join('-', words), string.Join('-', words))))
        {
            WithoutEnd(words, w => Speeds.Contains(w) || w == "high" || ContextPattern().IsMatch(w));
        }

        if (isOpen && words.Count > 2)
        {
            words.RemoveAll(w => Tunings.Contains(w));
        }

        if (words.Exists(w => TotalPattern().IsMatch(w)))
        {
            words.RemoveAll(w => ActivePattern().IsMatch(w) || ExpertsPattern().IsMatch(w));
        }

        if (way is not null && !(isOpen && Speeds.Contains(way)))
        {
            words.Add(way);
        }

        if (words is [.., "001"] || (words is [_, _, .., "v1"] && IsOnlyVersion(string.Join('-', words.SkipLast(1)))))
        {
            words.RemoveAt(words.Count - 1);
        }

        return Named(string.Join('-', words), isOpen);
    }

    // Hybrid models think or not as a request asks. The families are those whose makers say so.
    private static bool IsHybrid(List<string> words) => (words[0], words.ElementAtOrDefault(1), words.ElementAtOrDefault(2)) switch
    {
        ("claude" or "gemini" or "glm", _, _) => true,
        ("deepseek", "v3", "1" or "2") or ("deepseek", "v4", _) => true,
        ("kimi", "k2", "5" or "6" or "7") or ("kimi", "k3", _) => true,
        ("nemotron", "3", _) or ("mistral", _, "4") => true,
        ("qwen", "3", "5" or "6" or "7" or "8") => true,
        _ => false,
    };

    private string Named(string stem, bool isOpen)
    {
        stem = isOpen ? FamilyVersion().Replace(stem, "$1-") : stem;
        foreach ((string name, string meant) in _table)
        {
            if (stem == name)
            {
                return meant;
            }
        }

        return stem;
    }

    /// <summary>Returns a key without a path and without a region before the model.</summary>
    private string WithoutPlace(string key)
    {
        string name = OfferJoin.Root(key);
        string last = name[(name.LastIndexOf('/') + 1)..];

        // A route such as "openrouter/auto" or "flux/kontext-max/text-to-image" names the model by its whole path.
        bool isModel = last.Length < name.Length
            && (last.Any(char.IsAsciiDigit) || (last.Contains('-', StringComparison.Ordinal) && _known.Contains(last)));
        return isModel ? OfferJoin.Root(NameNormalizer.ModelKey(last)) : name;
    }

    /// <summary>Removes words at the end while they are marks, but leaves at least two words.</summary>
    private static void WithoutEnd(List<string> words, Func<string, bool> isMark)
    {
        while (words.Count > 2 && isMark(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }
    }

    /// <summary>Removes the name of a maker or provider before the name of a model.</summary>
    private void WithoutSeller(List<string> words)
    {
        for (int length = Math.Min(3, words.Count - 2); length > 0; length--)
        {
            string seller = string.Join('-', words.Take(length));
            string rest = string.Join('-', words.Skip(length));
            bool isRepeated = words.Count > length && words[length] == words[0];
            if ((NameNormalizer.IsMaker(seller) || _sellers.Contains(seller))
                && (isRepeated || (IsModel(rest) && _mayForward(seller, rest))))
            {
                words.RemoveRange(0, length);
                return;
            }
        }
    }

    // Whether a name without a version is known, and no version of it but the first.
    private bool IsOnlyVersion(string name) => _known.Contains(name) && !_known.Any(
        k => k.StartsWith(name, StringComparison.Ordinal) && OtherVersion().IsMatch(k.AsSpan(name.Length)));

    // Whether a name, or its beginning, is that of a model by itself.
    private bool IsModel(string rest)
    {
        for (string name = rest; name.Contains('-', StringComparison.Ordinal); name = name[..name.LastIndexOf('-')])
        {
            if (_known.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^a?\d+([x.]\d+)?(b|t|m)$", RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"^\d+(x\d+)?(b|t)$", RegexOptions.CultureInvariant)]
    private static partial Regex TotalPattern();

    [GeneratedRegex(@"^a\d+b$", RegexOptions.CultureInvariant)]
    private static partial Regex ActivePattern();

    [GeneratedRegex(@"^\d+e$", RegexOptions.CultureInvariant)]
    private static partial Regex ExpertsPattern();

    [GeneratedRegex(@"^\d+k$", RegexOptions.CultureInvariant)]
    private static partial Regex ContextPattern();

    [GeneratedRegex(@"^[a-z]?\d{1,2}[a-z]?$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    // "-v2" and "-v1-5", but not "-v1" and "-v1:0-us".
    [GeneratedRegex(@"^-v(?!1(:|$))\d", RegexOptions.CultureInvariant)]
    private static partial Regex OtherVersion();

    // "llama-v3-1" is "llama-3-1".
    [GeneratedRegex(@"^(llama|qwen|gemma|phi|mixtral)-v(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex FamilyVersion();
}
