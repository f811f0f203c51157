using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>What the abbreviations of a meter of Azure say, such as <c>5.6 sol ShortCo Cd Wr Std Gl 1M Tokens</c>.</summary>
/// <param name="Models">Names that the model may have, the likeliest first.</param>
/// <param name="Meter">What is counted.</param>
/// <param name="Tier">The service tier; <see langword="null"/> for standard.</param>
/// <param name="Context">The band of context.</param>
internal sealed record AzureMeter(ImmutableArray<string> Models, Meter Meter, string? Tier, ContextBand Context)
{
    // The name has month and day of a version only; no two versions of a model have the same.
    private static readonly string[] Years = ["2024", "2025", "2026", "2023"];

    /// <summary>Reads a meter; <see langword="null"/> if its words do not say model and direction.</summary>
    /// <param name="name">The name of the meter.</param>
    /// <param name="family">The subcategory, whose family of models the names of meters leave out.</param>
    /// <param name="location">The region, in which a data zone is.</param>
    public static AzureMeter? Parse(string name, string family, string? location)
    {
        Words words = new();
        string[] all = name
            .Replace("data zone", "datazone", StringComparison.OrdinalIgnoreCase)
            .Replace("text-embedding", "textembedding", StringComparison.OrdinalIgnoreCase)
            .Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in all)
        {
            words.Add(word.ToLowerInvariant());
        }

        string? direction = words.Direction
            ?? (words.IsCached || words.IsWrite || words.Model is ["text-embedding", ..] ? "input" : null);
        if (direction is null || words.Model.Count == 0)
        {
            return null;
        }

        string kind = direction != "input" ? direction : words.IsWrite ? "cache-write" : words.IsCached ? "cache-read" : direction;
        string id = words.Id(family);
        string[] dated = words.Date is not { } date ? [id] : [.. Years.Select(y => $"{id}-{y}-{date[..2]}-{date[2..]}"), id];
        string zone = (location ?? "").Contains("us", StringComparison.OrdinalIgnoreCase) ? "us." : "eu.";
        return Meter.TryParse(kind + words.Modality, out Meter meter)
            ? new AzureMeter(
                [.. words.IsDataZone ? dated.Select(d => zone + d).Concat(dated) : dated],
                meter,
                words.Tier,
                words.Context ?? ContextBand.Short)
            : null;
    }

    /// <summary>The words of a name.</summary>
    private sealed class Words
    {
        private bool _isAudio;
        private bool _isImage;
        private bool _isText;
        private bool _isRealtime;

        public List<string> Model { get; } = [];

        public string? Date { get; private set; }

        public string? Direction { get; private set; }

        public string? Tier { get; private set; }

        public bool IsCached { get; private set; }

        public bool IsWrite { get; private set; }

        public bool IsDataZone { get; private set; }

        public ContextBand? Context { get; private set; }

        /// <summary>The end of the meter's name: none for text, also for the text of a model of audio.</summary>
        public string Modality => _isText ? "" : _isAudio ? "-audio" : _isImage ? "-image" : "";

        public void Add(string word)
        {
            switch (word)
            {
                case "inp" or "input" or "in" or "inpt":
                    Direction = "input";
                    break;
                case "outp" or "output" or "out" or "opt" or "outpt":
                    Direction = "output";
                    break;
                case "cached" or "cchd" or "ccchd" or "cache" or "cd":
                    IsCached = true;
                    break;
                case "wr" or "write" or "writes":
                    IsWrite = true;
                    break;
                case "batch" or "bth":
                    Tier = "batch";
                    break;
                case "batchinp" or "batchoutp":
                    (Tier, Direction) = ("batch", word == "batchinp" ? "input" : "output");
                    break;
                case "pp" or "prty" or "priority":
                    Tier = "priority";
                    break;
                case "flex":
                    Tier = "flex";
                    break;
                case "dzone" or "dz" or "datazone" or "dzn":
                    IsDataZone = true;
                    break;
                case "shortco" or "shrtco":
                    Context = ContextBand.Short;
                    break;
                case "longco" or "lngco":
                    Context = ContextBand.Long;
                    break;
                case "rt":
                    _isRealtime = true;
                    break;
                case "img" or "image" when Model is not ["gpt"]:
                    _isImage = true;
                    break;
                case "std" or "glbl" or "gl" or "global" or "regnl" or "rgnl" or "rg" or "regional" or "tokens" or "token" or "tkns" or "1m"
                    or "1k":
                    break;
                default:
                    AddRest(word);
                    break;
            }
        }

        /// <summary>Returns the model. Words of audio say another model of the family, whose text has a price of its own.</summary>
        public string Id(string family)
        {
            string first = Model[0];
            string? maker = family.Contains("deepseek", StringComparison.OrdinalIgnoreCase) ? "deepseek"
                : family.Contains("grok", StringComparison.OrdinalIgnoreCase) ? "grok"
                : char.IsAsciiDigit(first[0]) ? "gpt"
                : null;

            // '54 mini' is gpt-5.4-mini.
            Model[0] = maker == "gpt" && first is [>= '1' and <= '9', >= '0' and <= '9'] ? $"{first[0]}.{first[1]}" : first;
            string id = string.Join('-', maker is null || first.StartsWith(maker, StringComparison.Ordinal) ? Model : [maker, .. Model]);
            return id is not ("gpt-4o" or "gpt-4o-mini") ? _isRealtime ? id + "-realtime" : id
                : _isRealtime ? id + "-realtime-preview"
                : _isAudio ? id + "-audio-preview"
                : id;
        }

        private void AddRest(string word)
        {
            bool isDigits = word.Length >= 4 && word[^4..].All(char.IsAsciiDigit);
            string before = isDigits ? word[..^4] : word;
            switch (before)
            {
                case "" when word.Length == 4 && Model.Count > 0:
                    Date = word;
                    break;
                case "aud" or "audio" or "txt" or "text":
                    _isAudio |= before is "aud" or "audio";
                    _isText |= before is "txt" or "text";
                    Date = isDigits ? word[^4..] : Date;
                    break;
                case "realtimeprvw" or "realtime" or "prvw" when Model is ["gpt", "4o", ..]:
                    _isRealtime = true;
                    break;
                case "gpt4o":
                    Model.AddRange(["gpt", "4o"]);
                    break;
                case "gpt4omini":
                    Model.AddRange(["gpt", "4o", "mini"]);
                    break;
                case "textembedding":
                    Model.Add("text-embedding");
                    break;
                default:
                    Model.Add(word);
                    break;
            }
        }
    }
}
