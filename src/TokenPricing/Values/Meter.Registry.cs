namespace TokenPricing.Values;

public readonly partial struct Meter
{
    /// <summary>Defines each meter by its dimensions: family, direction, modality, kind and time.</summary>
    /// <remarks>
    /// The order is that of <see cref="All"/>. Keep the first seven, to which <see cref="InlineQuantities"/> refers by
    /// index.
    /// </remarks>
    private static class Registry
    {
        /// <summary>
        /// The family of the meters that count tokens. Meters of different families are never parts of each other.
        /// </summary>
        public const string Tokens = "tokens";

        private const long Million = 1_000_000;

        /// <summary>The definitions by index.</summary>
        public static readonly Definition[] Definitions =
        [
            new("input", "input tokens", Million, Tokens, MeterDirection.Input),
            new("output", "output tokens", Million, Tokens, MeterDirection.Output),
            new("cache-read", "cached input tokens", Million, Tokens, MeterDirection.Input, Kind: "cache-read"),
            new("cache-write", "cache-write tokens", Million, Tokens, MeterDirection.Input, Kind: "cache-write"),
            new("cache-write-5m", "5-minute cache-write tokens", Million, Tokens, MeterDirection.Input, Kind: "cache-write", Time: "5m"),
            new("cache-write-1h", "1-hour cache-write tokens", Million, Tokens, MeterDirection.Input, Kind: "cache-write", Time: "1h"),
            new("reasoning", "reasoning tokens", Million, Tokens, MeterDirection.Output, Kind: "reasoning"),
            new("input-tool", "tool-use input tokens", Million, Tokens, MeterDirection.Input, Kind: "tool"),
            new("citation", "citation tokens", Million, Tokens, MeterDirection.Output, Kind: "citation"),
            .. OfModality("text"),
            .. OfModality("audio"),
            .. OfModality("image"),
            .. OfModality("video"),
            new("input-characters", "input characters", Million, "characters", MeterDirection.Input),
            new("output-characters", "output characters", Million, "characters", MeterDirection.Output),
            new("input-text-messages", "input text messages", 1_000, "messages", MeterDirection.Input),
            new("audio-seconds", "seconds of audio", 3_600, "audio", MeterDirection.Neither),
            new("input-audio-seconds", "seconds of input audio", 3_600, "audio", MeterDirection.Input),
            new("output-audio-seconds", "seconds of output audio", 3_600, "audio", MeterDirection.Output),
            new("input-video-seconds", "seconds of input video", 1, "video", MeterDirection.Input),
            new("output-video-seconds", "seconds of output video", 1, "video", MeterDirection.Output),
            new("input-images", "input images", 1, "images", MeterDirection.Input),
            new("output-images", "output images", 1, "images", MeterDirection.Output),
            new("input-pixels", "input pixels", 1_000_000_000, "pixels", MeterDirection.Input),
            new("output-pixels", "output pixels", 1_000_000_000, "pixels", MeterDirection.Output),
            new("input-document-pages", "input pages", 1_000, "pages", MeterDirection.Input),
            new("input-annotated-document-pages", "annotated input pages", 1_000, "pages", MeterDirection.Input, Kind: "annotated"),
            new("rerank-searches", "rerank searches", 1_000, "rerank", MeterDirection.Neither),
            new("web-searches", "web searches", 1_000, "web-searches", MeterDirection.Neither),
            new("social-searches", "social searches", 1_000, "social-searches", MeterDirection.Neither),
            new("storage-searches", "storage searches", 1_000, "storage-searches", MeterDirection.Neither),
            new("code-executions", "code executions", 1_000, "code-executions", MeterDirection.Neither),
            new("requests", "requests", 1_000, "requests", MeterDirection.Neither),
            .. new[] { "low", "medium", "high" }.Select(size => new Definition(
                $"requests-search-{size}", $"requests with {size} search context", 1_000, "requests", MeterDirection.Neither, Kind: size)),
        ];

        /// <summary>Returns the nine token meters of one modality, such as audio.</summary>
        private static Definition[] OfModality(string modality)
        {
            return
            [
                Token($"input-{modality}", $"{modality} input tokens", MeterDirection.Input),
                Token($"output-{modality}", $"{modality} output tokens", MeterDirection.Output),
                Token($"cache-read-{modality}", $"cached {modality} input tokens", MeterDirection.Input, "cache-read"),
                Token($"cache-write-{modality}", $"{modality} cache-write tokens", MeterDirection.Input, "cache-write"),
                Token($"cache-write-5m-{modality}", $"5-minute {modality} cache-write tokens", MeterDirection.Input, "cache-write", "5m"),
                Token($"cache-write-1h-{modality}", $"1-hour {modality} cache-write tokens", MeterDirection.Input, "cache-write", "1h"),
                Token($"reasoning-{modality}", $"{modality} reasoning tokens", MeterDirection.Output, "reasoning"),
                Token($"input-tool-{modality}", $"{modality} tool-use input tokens", MeterDirection.Input, "tool"),
                Token($"citation-{modality}", $"{modality} citation tokens", MeterDirection.Output, "citation"),
            ];

            Definition Token(string id, string unit, MeterDirection direction, string? kind = null, string? time = null) =>
                new(id, unit, Million, Tokens, direction, modality, kind, time);
        }

        /// <summary>
        /// Describes a meter; <see langword="null"/> means that the meter does not restrict the dimension.
        /// </summary>
        /// <param name="Id">The name in price files.</param>
        /// <param name="Unit">The name of the units, in the plural.</param>
        /// <param name="Per">The number of units that published prices usually refer to.</param>
        /// <param name="Family">What is counted, such as tokens or pages.</param>
        /// <param name="Direction">Into the model, out of it, or neither.</param>
        /// <param name="Modality">Text, audio, image or video.</param>
        /// <param name="Kind">How the units were used, such as cache reads or reasoning.</param>
        /// <param name="Time">How long a cache write is kept.</param>
        public sealed record Definition(
            string Id,
            string Unit,
            long Per,
            string Family,
            MeterDirection Direction,
            string? Modality = null,
            string? Kind = null,
            string? Time = null);
    }
}
