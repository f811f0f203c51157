namespace TokenPricing.Catalogs;

/// <summary>How bad a finding of an audit is, ascending.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing; it may well be right.</summary>
    Note,

    /// <summary>Probably wrong, or no longer true: a person should look.</summary>
    Warning,

    /// <summary>Cannot be right.</summary>
    Error,
}
