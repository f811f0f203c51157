namespace TokenPricing.Data;

/// <summary>A row that is being checked, with the checks that tables share. A check that fails adds an error to the checker.</summary>
/// <param name="checker">The rows that this one may refer to, and the errors found so far.</param>
/// <param name="file">The name of the table's file.</param>
/// <param name="index">The position of the row in its table, from 0.</param>
internal readonly struct CheckedRow(RowChecker checker, string file, int index)
{
    /// <summary>Adds an error unless a condition holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="column">The column that the error names.</param>
    /// <param name="value">The value of the cell; <see langword="null"/> if it is empty.</param>
    /// <param name="expected">What was expected, in words that follow "expected".</param>
    public void Must(bool holds, string column, string? value, string expected)
    {
        if (!holds)
        {
            Wrong(column, value, expected);
        }
    }

    /// <summary>Adds an error. For the parameters see <see cref="Must"/>.</summary>
    public void Wrong(string column, string? value, string expected) => checker.Add(file, index, column, value, expected);

    /// <summary>Checks that a number is not negative.</summary>
    public void ZeroOrMore(string column, decimal value, string expected = "zero or more")
    {
        if (value < 0)
        {
            Wrong(column, DecimalText.Format(value), expected);
        }
    }

    /// <summary>Checks that a required cell is not empty, and otherwise as <see cref="Text"/>.</summary>
    public void Filled(string column, string value)
    {
        Must(value.Length > 0, column, null, "a value");
        Text(column, value);
    }

    /// <summary>Checks that a text reads back as it was written: no control characters, no white space around it.</summary>
    public void Text(string column, string? value) => Must(
        value is null or "" || (value.AsSpan().Trim().Length == value.Length && !Has(value, char.IsControl)), column, value,
        "text without control characters or white space around it");

    /// <summary>Checks the words of a list, which share one cell, separated by spaces: none may be empty or contain white space.</summary>
    public void Words(string column, IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            bool isWord = word.Length > 0 && !Has(word, c => char.IsWhiteSpace(c) || char.IsControl(c));
            Must(isWord, column, word, "words without white space in them");
        }
    }

    /// <summary>Checks that a period is not empty and does not end before it begins.</summary>
    public void Period(IDatedRow row)
    {
        if (row.To <= row.From)
        {
            Wrong("to", CellText.Of(row.To), $"an instant after {CellText.Of(row.From)}, at which the period begins");
        }
    }

    /// <summary>Checks that a count is not below a minimum. An unknown count passes.</summary>
    public void AtLeast(long least, string column, long? value)
    {
        if (value < least)
        {
            Wrong(column, CellText.Of(value), $"{CellText.Of(least)} or more");
        }
    }

    /// <summary>Checks that <c>sources.csv</c> has a row with this id.</summary>
    public void Source(string id, string column = "source") =>
        Reference(checker.Sources.Contains(id), checker.Sources, column, id, "the id of a row of sources.csv.");

    /// <summary>Checks that <c>models.csv</c> has a row with this id.</summary>
    public void Model(string id, string column = "model") =>
        Reference(checker.Models.ContainsKey(id), checker.Models.Keys, column, id, "the id of a row of models.csv.");

    /// <summary>Checks that <c>providers.csv</c> has a row with this id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="mayBeUnnamed">Whether the id may also be <c>unnamed</c>, for a provider that the source does not name.</param>
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

    /// <summary>Checks that no other provider has this name as its id or as one of its aliases.</summary>
    public void ProviderName(string name, string provider)
    {
        bool isFree = checker.TakeName(name, provider, out string owner);
        Must(isFree, "aliases", name, $"a name that is not already one of {owner}");
    }

    /// <summary>Checks that the offer of a row has rates that a multiple can apply to.</summary>
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

    /// <summary>Adds an error that suggests similar ids, unless the id is known.</summary>
    private void Reference(bool isKnown, IEnumerable<string> known, string column, string id, string expected)
    {
        if (!isKnown)
        {
            Wrong(column, id, expected + SimilarNames.Question(SimilarNames.Of(id, known)));
        }
    }
}
