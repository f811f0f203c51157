namespace TokenPricing.Catalogs;

/// <summary>
/// An operation that concurrent callers share, so that it runs once. It is canceled when all callers have stopped waiting.
/// </summary>
internal sealed class SharedWork<T>(Func<CancellationToken, Task<T>> work)
{
    private readonly Lock _gate = new();
    private Run? _run;

    /// <summary>Waits for the running operation, or starts one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled first.</exception>
    public async Task<T> JoinAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Run run = Enter();
        try
        {
            return await run.Result.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await LeaveAsync(run).ConfigureAwait(false);
        }
    }

    /// <summary>Joins the current run, or starts one if it is completed or has no callers left.</summary>
    private Run Enter()
    {
        lock (_gate)
        {
            if (_run is null or { Waiting: 0 } or { Result.IsCompleted: true })
            {
                _run = new Run(work);
            }

            _run.Waiting++;
            return _run;
        }
    }

    /// <summary>Leaves a run, and cancels it if no caller is left.</summary>
    private Task LeaveAsync(Run run)
    {
        lock (_gate)
        {
            run.Waiting--;
            return run.Waiting > 0 ? Task.CompletedTask : run.Stop.CancelAsync();
        }
    }

    /// <summary>One run of the operation.</summary>
    private sealed class Run
    {
        public Run(Func<CancellationToken, Task<T>> work) => Result = Task.Run(() => work(Stop.Token));

        /// <summary>Cancels the operation. It is not disposed, since the operation can still use its token.</summary>
        public CancellationTokenSource Stop { get; } = new();

        /// <summary>The result of the operation.</summary>
        public Task<T> Result { get; }

        /// <summary>The number of callers that wait for the result.</summary>
        public int Waiting { get; set; }
    }
}
