namespace TokenPricing.Data;

/// <summary>How one gets in: whether a model can be used without paying.</summary>
public enum Entry
{
    /// <summary>There is a way to use it free of charge, such as open weights.</summary>
    Free,

    /// <summary>Every way to use it is paid.</summary>
    Paid,
}
