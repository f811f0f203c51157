namespace TokenPricing.Data;

/// <summary>A row that is being checked, with the checks that several tables share.</summary>
/// <param name="checker">The rows that it may refer to, and the errors found.</param>
/// <param name="file">The file of its table.</param>
/// <param name="index">Its place in the table, from 0.</param>
internal readonly struct CheckedRow(RowChecker checker, string file, int index)
{
    /// <summary>Adds an error unless a condition holds.</summary>
    public void Must(bool holds, string column, string? value, string expected)
    {
        if (!holds)
        {
            Wrong(column, value, expected);
        }
    }

    /// <summary>Adds an error.</summary>
    public void Wrong(string column, string? value, string expected) => checker.Add(file, index, column, value, expected);

    /// <summary>Checks that a number is not negative.</summary>
    public void ZeroOrMore(string column, decimal value, string expected = "zero or more")
    {
        if (value < 0)
        {
            Wrong(column, DecimalText.Format(value), expected);
        }
    }

    /// <summary>Checks that a required cell is not empty.</summary>
    public void Filled(string column, string value)
    {
        Must(value.Length > 0, column, null, "a value");
        Text(column, value);
    }

    /// <summary>Checks that a text reads back as it is written, and fits one line.</summary>
    public void Text(string column, string? value) => Must(
        value is null or "" || (value.AsSpan().Trim().Length == value.Length && !Has(value, char.IsControl)), column, value,
        "text without control characters or white space around it");

    /// <summary>Checks the words of a list, which share one cell, separated by spaces.</summary>
    public void Words(string column, IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            Must(word.Length > 0 && !Has(word, c => char.IsWhiteSpace(c) || char.IsControl(c)), column, word, "words without white space in them");
        }
    }

    /// <summary>Checks that a period does not end before it begins.</summary>
    public void Period(IDatedRow row)
    {
        if (row.To <= row.From)
        {
            Wrong("to", CellText.Of(row.To), $"an instant after {CellText.Of(row.From)}, at which the period begins");
        }
    }

    /// <summary>Checks that a count is not below a minimum.</summary>
    public void AtLeast(long least, string column, long? value)
    {
        if (value < least)
        {
            Wrong(column, CellText.Of(value), $"{CellText.Of(least)} or more");
        }
    }

    /// <summary>Checks that a source exists.</summary>
    public void Source(string id, string column = "source") =>
        Reference(checker.Sources.Contains(id), checker.Sources, column, id, "the id of a row of sources.csv.");

    /// <summary>Checks that a model exists.</summary>
    public void Model(string id, string column = "model") =>
        Reference(checker.Models.ContainsKey(id), checker.Models.Keys, column, id, "the id of a row of models.csv.");

    /// <summary>Checks that a provider exists.</summary>
    public void Provider(string id, bool mayBeUnnamed)
    {
        if (!(mayBeUnnamed && id == ProviderId.Unnamed))
        {
            string orUnnamed = mayBeUnnamed ? $", or '{ProviderId.Unnamed}' where the source does not name the provider" : "";
            Reference(checker.Providers.Contains(id), checker.Providers, "provider", id, $"the id of a row of providers.csv{orUnnamed}.");
        }
    }

    /// <summary>Checks that a base model exists and is not itself a variant.</summary>
    public void BaseModel(string id)
    {
        Model(id, column: "base");
        Must(checker.Models.GetValueOrDefault(id) is null, "base", id, "a model of its own, not a variant of another");
    }

    /// <summary>Checks that no other provider has a name.</summary>
    public void ProviderName(string name, string provider)
    {
        bool isFree = checker.TakeName(name, provider, out string owner);
        Must(isFree, "aliases", name, $"a name that is not already one of {owner}");
    }

    /// <summary>Checks that the offer of a row has rates.</summary>
    public void PricedOffer(IDatedRow row) => Must(checker.IsPriced(row), "model", row.Model, "an offer that has rates to multiply");

    private static bool Has(string text, Func<char, bool> wrong)
    {
        foreach (char c in text)
        {
            if (wrong(c))
            {
                return true;
            }
        }

        return false;
    }

    private void Reference(bool isKnown, IEnumerable<string> known, string column, string id, string expected)
    {
        if (!isKnown)
        {
            Wrong(column, id, expected + SimilarNames.Question(SimilarNames.Of(id, known)));
        }
    }
}
