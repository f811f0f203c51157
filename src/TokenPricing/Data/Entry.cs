namespace TokenPricing.Data;

/// <summary>Specifies how a model can be accessed: free of charge or only for payment.</summary>
public enum Entry
{
    /// <summary>There is a way to use the model free of charge, such as downloading its weights.</summary>
    Free,

    /// <summary>Every way to use the model is paid.</summary>
    Paid,
}
