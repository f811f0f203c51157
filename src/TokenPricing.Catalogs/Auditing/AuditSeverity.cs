namespace TokenPricing.Catalogs;

/// <summary>The severity of a finding, in ascending order.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing, but it may be right.</summary>
    Note,

    /// <summary>Probably wrong or out of date; someone should look at it.</summary>
    Warning,

    /// <summary>Certainly wrong.</summary>
    Error,
}
