using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>One law as a test of xunit: constructed, set up and torn down as any test, but called through FsCheck.</summary>
public sealed class PropertyTestCase : XunitTestCase
{
    [Obsolete("Called by xunit's deserializer.")]
    public PropertyTestCase()
    {
    }

    public PropertyTestCase(IMessageSink diagnosticMessageSink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod)
        : base(diagnosticMessageSink, display, displayOptions, testMethod)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new CaseRunner(this, constructorArguments, messageBus, aggregator, cancellationTokenSource).RunAsync();

    private sealed class CaseRunner(
        PropertyTestCase testCase,
        object[] constructorArguments,
        IMessageBus messageBus,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellation)
        : XunitTestCaseRunner(testCase, testCase.DisplayName, testCase.SkipReason, constructorArguments, [], messageBus, aggregator, cancellation)
    {
        protected override XunitTestRunner CreateTestRunner(
            ITest test,
            IMessageBus messageBus,
            Type testClass,
            object[] constructorArguments,
            MethodInfo testMethod,
            object[] testMethodArguments,
            string skipReason,
            IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
            ExceptionAggregator aggregator,
            CancellationTokenSource cancellationTokenSource) =>
            new TestRunner(
                test,
                messageBus,
                testClass,
                constructorArguments,
                testMethod,
                testMethodArguments,
                skipReason,
                beforeAfterAttributes,
                aggregator,
                cancellationTokenSource);
    }

    private sealed class TestRunner(
        ITest test,
        IMessageBus messageBus,
        Type testClass,
        object[] constructorArguments,
        MethodInfo testMethod,
        object[] testMethodArguments,
        string skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellation)
        : XunitTestRunner(
            test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason, beforeAfterAttributes, aggregator, cancellation)
    {
        private string _report = "";

        protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
        {
            Tuple<decimal, string> timeAndOutput = await base.InvokeTestAsync(aggregator);
            return Tuple.Create(timeAndOutput.Item1, timeAndOutput.Item2 + _report);
        }

        protected override Task<decimal> InvokeTestMethodAsync(ExceptionAggregator aggregator) =>
            new Invoker(this, aggregator).RunAsync();

        private sealed class Invoker(TestRunner runner, ExceptionAggregator aggregator)
            : XunitTestInvoker(
                runner.Test,
                runner.MessageBus,
                runner.TestClass,
                runner.ConstructorArguments,
                runner.TestMethod,
                runner.TestMethodArguments,
                runner.BeforeAfterAttributes,
                aggregator,
                runner.CancellationTokenSource)
        {
            protected override Task<decimal> InvokeTestMethodAsync(object testClassInstance)
            {
                Aggregator.Run(() => Timer.Aggregate(() =>
                    runner._report = PropertyRun.Check(PropertySettings.For(TestMethod, TestClass), TestMethod, testClassInstance)));
                return Task.FromResult(Timer.Total);
            }
        }
    }
}
