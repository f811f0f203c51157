using System.Collections.Immutable;

namespace TokenPricing.CostApi;

/// <summary>That a request cannot be answered, and why.</summary>
internal sealed class ProblemException : Exception
{
    public ProblemException(ProblemKind kind, string detail)
        : base(detail) => Kind = kind;

    /// <summary>Everything that is wrong with the form of a request.</summary>
    public ProblemException(ImmutableArray<ProblemError> errors)
        : this(ProblemKind.InvalidRequest, string.Join(" ", errors.Select(e => e.Detail))) => Errors = errors;

    public ProblemKind Kind { get; }

    /// <summary>What is wrong, one by one; empty where <see cref="Exception.Message"/> says it all.</summary>
    public ImmutableArray<ProblemError> Errors { get; } = [];

    /// <summary>The line of the body at which it is no longer JSON, from 1; <see langword="null"/>: not known, or it is JSON.</summary>
    public long? Line { get; init; }

    /// <summary>The byte of that line, from 1.</summary>
    public long? Position { get; init; }
}
