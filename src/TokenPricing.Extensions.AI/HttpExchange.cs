namespace TokenPricing.Extensions.AI;

/// <summary>A request and its response as a <see cref="TokenPricingHandler"/> sees them. Thread-safe.</summary>
/// <param name="address">The address of the request.</param>
internal sealed class HttpExchange(Uri? address)
{
    private const int Left = 2;

    private Func<SeenRequest?>? _read;
    private Action? _release;
    private int _state;

    /// <summary>The address of the request.</summary>
    public Uri? Address => address;

    /// <summary>
    /// Whether the request may have reached the provider: <see langword="false"/> if it was canceled before or no connection was made.
    /// </summary>
    public bool IsSent { get; set; } = true;

    /// <summary>Whether the response, as far as it was read, is made in the background and not finished.</summary>
    public bool IsPending { get; set; }

    /// <summary>The id of a response that was counted before and is fetched again; <see langword="null"/> for any other.</summary>
    public string? CountedId { get; set; }

    /// <summary>The status of the response; <see langword="null"/> if none arrived.</summary>
    public int? Status { get; private set; }

    /// <summary>Whether a response arrived that can be billed.</summary>
    public bool IsAnswered => Status is >= 200 and < 300;

    /// <summary>Notes that a response arrived, how to read what has been seen of its body, and how to give that memory back.</summary>
    public void Answer(int status, Func<SeenRequest?>? read, Action? release) => (Status, _read, _release) = (status, read, release);

    /// <summary>
    /// Reads what has been seen of the response until now; <see langword="null"/> if it has no usage or was not a model's.
    /// </summary>
    public SeenRequest? Read() => _read?.Invoke();

    /// <summary>
    /// Notes that the response was read to its end, or its request failed. Returns whether the call in which it was made has left it
    /// before.
    /// </summary>
    public bool End() => Interlocked.Exchange(ref _state, 1) == Left;

    /// <summary>
    /// Leaves a request whose response is not there when the call ends in which it was made, so that it counts by itself when it is;
    /// <see langword="false"/> if it has ended.
    /// </summary>
    public bool Leave() => Interlocked.CompareExchange(ref _state, Left, 0) == 0;

    /// <summary>Gives back the memory of what has been seen, after which there is nothing to read.</summary>
    public void Release() => _release?.Invoke();
}
