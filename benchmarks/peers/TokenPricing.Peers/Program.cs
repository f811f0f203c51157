using TokenPricing.Peers;

// benchmarks/peers/run builds everything and calls this, with the folders and programs that it made.
if (args is not [var peers, var cold, var empty, var results, var work, var commit, var date])
{
    Console.Error.WriteLine("error: this is a part of benchmarks/peers/run; start that");
    return 2;
}

try
{
    using NodeWorker node = new(peers);
    Figures figures = new();
    CallRounds.Measure(node, Path.Combine(peers, "calls.json"), figures);
    RankRounds.Measure(figures);
    BulkRounds.Measure(node, work, figures);
    ColdRounds.Measure(cold, empty, peers, figures);
    PeersReport.Write(figures, new Setting(node.Ask("versions"), commit, date), results);
    return 0;
}
catch (PeersException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
