using System.Text;

namespace TokenPricing.Statements;

/// <summary>Counters of vLLM or LiteLLM as Prometheus text: what was used is how much they grew between two snapshots.</summary>
internal sealed class PrometheusFormat
{
    private const string Name = "prometheus";

    private readonly List<(string File, Dictionary<CounterKey, decimal> Counters)> _snapshots = [];

    /// <summary>Returns whether a text begins as a snapshot.</summary>
    public static bool Recognizes(string head)
    {
        foreach (string line in head.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(200))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal) || line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                return true;
            }

            if (line[0] != '#')
            {
                return KindOf(line.Split('{', ' ')[0]) is not null;
            }
        }

        return false;
    }

    /// <summary>Reads a snapshot.</summary>
    public void Read(Stream stream, string file, ReadingNotes notes)
    {
        notes.Format(Name);
        Dictionary<CounterKey, decimal> counters = [];
        Utf8Lines lines = new(stream);
        while (lines.TryRead(out ReadOnlyMemory<byte> bytes))
        {
            string line = Encoding.UTF8.GetString(bytes.Span).Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int brace = line.IndexOf('{', StringComparison.Ordinal);
            int close = line.LastIndexOf('}');
            string metric = brace > 0 ? line[..brace] : line.Split(' ')[0];
            if (KindOf(metric) is not { } kind || brace < 0 || close < brace)
            {
                continue;
            }

            string labels = line[(brace + 1)..close];
            string model = Label(labels, "model_name") ?? Label(labels, "model") ?? Label(labels, "requested_model") ?? "";
            string value = line[(close + 1)..].Trim().Split(' ')[0];
            if (counters.Count < 1_000_000)
            {
                counters[new(model, IsEngine(metric), kind, labels)] = SourceText.Number(metric, value);
            }
        }

        _snapshots.Add((file, counters));
    }

    /// <summary>Returns a row for each model and each two snapshots that follow each other.</summary>
    public IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        if (_snapshots.Count == 1)
        {
            notes.Warn($"{Name}: {_snapshots[0].File} is one snapshot, whose counters began at an unknown time: give a second one");
        }

        for (int i = 1; i < _snapshots.Count; i++)
        {
            foreach (UsageRow row in Growth(_snapshots[i - 1], _snapshots[i], notes))
            {
                yield return row;
            }
        }

        _snapshots.Clear();
    }

    private static IEnumerable<UsageRow> Growth(
        (string File, Dictionary<CounterKey, decimal> Counters) before,
        (string File, Dictionary<CounterKey, decimal> Counters) after,
        ReadingNotes notes)
    {
        Dictionary<(string Model, bool IsEngine), Dictionary<string, decimal>> models = [];
        int fell = 0;
        foreach ((CounterKey key, decimal now) in after.Counters)
        {
            decimal was = before.Counters.GetValueOrDefault(key);
            fell += now < was ? 1 : 0;
            if (!models.TryGetValue((key.Model, key.IsEngine), out Dictionary<string, decimal>? sums))
            {
                models[(key.Model, key.IsEngine)] = sums = new(StringComparer.Ordinal);
            }

            // A counter that fell was reset: what it counted since then is known, what it counted before is not.
            sums[key.Kind] = sums.GetValueOrDefault(key.Kind) + (now < was ? now : now - was);
        }

        if (fell > 0)
        {
            notes.Warn(FormattableString.Invariant(
                $"{Name}: {fell} of {after.Counters.Count} counters fell from {before.File} to {after.File}: ")
                + "a restart, or the later file was given first");
        }

        foreach (((string model, bool isEngine), Dictionary<string, decimal> sums) in models)
        {
            UsageParts parts = new();
            long? Units(string kind) => sums.TryGetValue(kind, out decimal sum) ? (long)decimal.Round(sum) : null;
            long? cached = Units("cached");
            CacheCounts.AddTotal(parts, Units("input"), cached, null);
            parts.Add(Meter.Output, Units("output"));
            yield return new UsageRow(0)
            {
                Id = model,
                Format = Name,
                File = after.File,
                Model = model,
                Requests = Units("requests") is > 0 and { } requests ? requests : null,
                Usage = parts.ToUsage(),
                Stated = sums.TryGetValue("spend", out decimal spend) ? new StatedCost(spend, "USD") : null,
                IsSelfHosted = isEngine,
                NotCounted = parts.IsZero ? Reasons.EmptyBucket : null,
            };
        }
    }

    /// <summary>Returns whether a metric is an inference engine's own, rather than that of a gateway to providers.</summary>
    private static bool IsEngine(string metric) => metric.StartsWith("vllm:", StringComparison.Ordinal);

    private static string? KindOf(string metric) => metric switch
    {
        "vllm:prompt_tokens_total" or "litellm_input_tokens_metric_total" or "litellm_input_tokens_total" => "input",
        "vllm:generation_tokens_total" or "litellm_output_tokens_metric_total" or "litellm_output_tokens_total" => "output",
        "vllm:prompt_tokens_cached_total" => "cached",
        "vllm:request_success_total" or "litellm_requests_metric_total" => "requests",
        "litellm_spend_metric_total" => "spend",
        _ => null,
    };

    private static string? Label(string labels, string name)
    {
        int at = labels.IndexOf(name + "=\"", StringComparison.Ordinal);
        if (at < 0 || (at > 0 && labels[at - 1] is not (',' or ' ')))
        {
            return null;
        }

        int start = at + name.Length + 2;
        int end = labels.IndexOf('"', start);
        return end < 0 ? null : labels[start..end];
    }

    /// <summary>What distinguishes a counter from the others of a snapshot.</summary>
    private readonly record struct CounterKey(string Model, bool IsEngine, string Kind, string Labels);
}
