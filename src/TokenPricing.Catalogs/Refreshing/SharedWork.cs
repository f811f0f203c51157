namespace TokenPricing.Catalogs;

/// <summary>Work that those who ask for it at the same time share, so that it is done once; it is cancelled when all of them have given up.</summary>
internal sealed class SharedWork<T>(Func<CancellationToken, Task<T>> work)
{
    private readonly Lock _gate = new();
    private Run? _run;

    /// <summary>What the work gives that is under way, or is begun now.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
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

    private Task LeaveAsync(Run run)
    {
        lock (_gate)
        {
            run.Waiting--;
            return run.Waiting > 0 ? Task.CompletedTask : run.Stop.CancelAsync();
        }
    }

    private sealed class Run
    {
        public Run(Func<CancellationToken, Task<T>> work) => Result = Task.Run(() => work(Stop.Token));

        public CancellationTokenSource Stop { get; } = new();

        public Task<T> Result { get; }

        /// <summary>How many wait for the result.</summary>
        public int Waiting { get; set; }
    }
}
