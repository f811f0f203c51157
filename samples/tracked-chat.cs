#:project ../src/TokenPricing.Extensions.AI
#:project ../src/TokenPricing.Budgets
#:project ../src/TokenPricing.Sqlite

// What a chat client spends, kept in a file, within a budget: dotnet run samples/tracked-chat.cs
using Microsoft.Extensions.AI;
using TokenPricing;
using TokenPricing.Budgets;
using TokenPricing.Extensions.AI;
using TokenPricing.Sqlite;

const string Model = "claude-sonnet-4-5";
const int MostInput = 20_000;
const int MostOutput = 1_000;

string file = Path.Combine(Path.GetTempPath(), $"tracked-chat-{Guid.NewGuid():N}.db");
await using (SqliteSpendStore store = SqliteSpendStore.Open(file))
{
    BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("this run", new Usd(0.15m), BudgetWindow.Day)], TimeProvider.System, store);
    using IChatClient client = new MadeUpClient().AsBuilder()
        .UseBudget(guard, o => o with { InputTokens = _ => MostInput, MaxOutputTokens = MostOutput })
        .Build();

    try
    {
        for (int question = 1; question <= 10; question++)
        {
            ChatResponse response = await client.GetResponseAsync($"Question {question}", new ChatOptions { ModelId = Model, MaxOutputTokens = MostOutput });
            Console.WriteLine($"{question}: {response.GetCost()?.Receipt?.Explain()}");
        }
    }
    catch (BudgetRefusedException refused)
    {
        Console.WriteLine(refused.Message);
    }

    SpendSum spent = await store.SumAsync(SpendFilter.All);
    Console.WriteLine($"Spent on {Model}: {spent.Amount}");
}

File.Delete(file);

/// <summary>Answers without asking any model, with counts as Anthropic's API reports them.</summary>
internal sealed class MadeUpClient : IChatClient
{
    private int _asked;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        long input = 2_000 * ++_asked;
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "An answer."))
        {
            ModelId = options?.ModelId,
            Usage = new Microsoft.Extensions.AI.UsageDetails { InputTokenCount = input, CachedInputTokenCount = input / 2, OutputTokenCount = 400, TotalTokenCount = input + 400 },
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("anthropic") : null;

    public void Dispose()
    {
    }
}
