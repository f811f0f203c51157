namespace TokenPricing.Values;

/// <summary>Which way the units of a meter go.</summary>
public enum MeterDirection
{
    /// <summary>Neither in nor out: requests, searches.</summary>
    Neither,

    /// <summary>Into the model.</summary>
    Input,

    /// <summary>Out of the model.</summary>
    Output,
}
