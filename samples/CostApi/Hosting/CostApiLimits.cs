namespace TokenPricing.CostApi;

/// <summary>What one client may ask of the service, from the section <c>Limits</c> of the configuration; checked when the service starts.</summary>
internal sealed class CostApiLimits
{
    /// <summary>The section that holds them.</summary>
    public const string Section = "Limits";

    /// <summary>The largest body of a request, in bytes; a larger one is answered with 413.</summary>
    public int BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How many requests a client may make at once after it was quiet; one more is answered with 429.</summary>
    public int BurstRequests { get; set; } = 400;

    /// <summary>How many requests a second a client may make for as long as it likes.</summary>
    public int RequestsPerSecond { get; set; } = 80;

    /// <summary>How many connections are open at a time; one more is closed.</summary>
    public int Connections { get; set; } = 1000;

    /// <summary>How many seconds a client may take for the head of a request.</summary>
    public int HeadSeconds { get; set; } = 10;

    /// <summary>How many seconds a request may take in all, its body included.</summary>
    public int RequestSeconds { get; set; } = 15;

    /// <summary>How many bytes a second the body of a request must come with, and the answer be taken with.</summary>
    public int BodyBytesPerSecond { get; set; } = 240;

    /// <summary>After how many seconds <see cref="BodyBytesPerSecond"/> is looked at.</summary>
    public int BodyGraceSeconds { get; set; } = 5;

    /// <summary>For how many seconds a cache may answer without asking again whether the answer is still the same; 0: it asks each time.</summary>
    public int CacheSeconds { get; set; } = 60;

    /// <summary>How many seconds the requests under way have when the service is told to stop.</summary>
    public int ShutdownSeconds { get; set; } = 10;
}
