using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class ModelKeyTests
{
    [Theory]
    [InlineData("GPT-4o ", "gpt-4o")]
    [InlineData("openai/gpt-4o-2024-05-13", "gpt-4o-20240513")]
    [InlineData("openrouter/openai/gpt-4o", "gpt-4o")]
    [InlineData("gpt-35-turbo-16k", "gpt-3-5-turbo-16k")]
    [InlineData("azure/eu/gpt-4o", "eu.gpt-4o")]
    [InlineData("azure/global-standard/gpt-4o", "global-standard.gpt-4o")]
    [InlineData("publishers/google/models/gemini-2.5-pro", "gemini-2-5-pro")]
    [InlineData("projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro", "gemini-2-5-pro")]
    [InlineData("models/gemini-2.5-pro", "gemini-2-5-pro")]
    [InlineData("accounts/fireworks/models/glm-4p7", "glm-4-7")]
    [InlineData("accounts/fireworks/routers/kimi-k2p6-fast", "kimi-k2-6-fast")]
    [InlineData("accounts/fireworks/models/", "accounts/fireworks/models/")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.claude-sonnet-4-5-20250929")]
    [InlineData("anthropic.claude-opus-4-6-v1", "claude-opus-4-6")]
    [InlineData("bedrock/us-gov-west-1/6-month-commitment/anthropic.claude-v2:1", "us-gov-west-1.6-month-commitment.claude-2-1")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-3-5-sonnet-20241022-v2:0", "eu.claude-sonnet-3-5-20241022")]
    [InlineData("anthropic.claude-v1", "claude-1")]
    [InlineData("claude-instant-v1", "claude-instant-1")]
    [InlineData("mistral.mistral-7b-instruct-v0:2", "mistral-7b-instruct-v0-2")]
    [InlineData("amazon.titan-embed-text-v2:0", "titan-embed-text-v2")]
    [InlineData("openai.gpt-oss-120b-1:0", "gpt-oss-120b")]
    [InlineData("nvidia.nemotron-nano-9b-v2:0", "nemotron-nano-9b-v2")]
    [InlineData("nvidia.nemotron-super-3-120b:0", "nemotron-super-3-120b")]
    [InlineData("deepseek.r1-v1:0", "deepseek-r1")]
    [InlineData("meta.llama3-1-8b-instruct-v1:0", "llama-3-1-8b-instruct")]
    [InlineData("meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo", "llama-3-1-8b-instruct-turbo")]
    [InlineData("claude-opus-4@20250514", "claude-opus-4-20250514")]
    [InlineData("claude-opus-4-6@default", "claude-opus-4-6")]
    [InlineData("claude-4.5-sonnet", "claude-sonnet-4-5")]
    [InlineData("claude-3-5-sonnet-20241022", "claude-sonnet-3-5-20241022")]
    [InlineData("claude-5.0-opus", "claude-opus-5")]
    [InlineData("cerebras:llama3.1-8b", "llama-3-1-8b")]
    [InlineData("hf:zai-org/GLM-4.6", "glm-4-6")]
    [InlineData("@cf/meta/llama-3-8b-instruct", "llama-3-8b-instruct")]
    [InlineData("deepseek-v3.1:671b", "deepseek-v3-1-671b")]
    [InlineData("z-ai/glm-4.5-air:free", "glm-4-5-air:free")]
    [InlineData("anthropic/claude-3.7-sonnet:thinking", "claude-sonnet-3-7:thinking")]
    [InlineData("openrouter/auto", "openrouter/auto")]
    [InlineData("TEE/glm-4.7", "tee/glm-4-7")]
    [InlineData("gpt 4o mini", "gpt-4o-mini")]
    [InlineData("laguna-m.1", "laguna-m.1")]
    [InlineData("litellm/deepinfra/vertex_ai-llama_models/gpt-4o", "gpt-4o")]
    [InlineData("apac.twelvelabs.marengo-v1:0", "apac.marengo")]
    [InlineData("claude-opus-4-6@latest", "claude-opus-4-6")]
    [InlineData("m@20250514", "m-20250514")]
    [InlineData("titan-embed-v1:0", "titan-embed")]
    [InlineData("anthropic.claude-v1:0", "claude-1")]
    [InlineData("anthropic.claude-instant-v1:0", "claude-instant-1")]
    [InlineData("claude-opus-4-20250514-v1", "claude-opus-4-20250514")]
    [InlineData("gpt_4o  mini__", "gpt-4o-mini-")]
    [InlineData("meta-llama3", "llama-3")]
    [InlineData("us.amazon.anthropic.m-v1", "us.m")]
    [InlineData("Qwen2.5_VL", "qwen-2-5-vl")]
    [InlineData("gemma3:1.5b-it", "gemma-3-1-5b-it")]
    [InlineData("claude-3-opus:beta", "claude-opus-3:beta")]
    [InlineData("claude-opus-4-0:beta", "claude-opus-4:beta")]
    public void Of_AListing_TakesAwayNotationOnly(string listing, string key) => Assert.Equal(key, ModelKey.Of(listing));

    [Theory]
    [InlineData("default")]
    [InlineData("@20250514")]
    [InlineData("openai/")]
    [InlineData("openai:")]
    [InlineData("openrouter/auto-beta")]
    [InlineData("openrouter/free")]
    [InlineData("openrouter/default")]
    [InlineData("openrouter/router")]
    [InlineData("openrouter/fusion")]
    [InlineData("openrouter/bodybuilder")]
    [InlineData("m-v1")]
    [InlineData("m-v1:")]
    [InlineData("m-v:2")]
    [InlineData("m-20250514-v")]
    [InlineData("m:b")]
    [InlineData("m:70.b")]
    [InlineData("m:70bit")]
    [InlineData("tllama3")]
    [InlineData("vllama-3")]
    [InlineData("llama-guard")]
    [InlineData("gpt-3")]
    [InlineData("claude-verse")]
    [InlineData("m-v2")]
    [InlineData("claude-3-opusx")]
    [InlineData("claude-opus-4-01")]
    [InlineData("opus-4-0")]
    [InlineData("claude-4-0")]
    [InlineData("claude-opus-0")]
    [InlineData("-4-0")]
    [InlineData("-0")]
    public void Of_WhatIsNoNotation_IsItself(string name) => Assert.Equal(name, ModelKey.Of(name));

    [Theory]
    [InlineData("gpt-4o-20240513", "gpt-4o")]
    [InlineData("m-20240513", "m")]
    [InlineData("-20240513", null)]
    [InlineData("20240513", null)]
    [InlineData("gpt-4o:20240513", null)]
    [InlineData("gpt-4o-19991231", null)]
    [InlineData("gpt-4o-2024051x", null)]
    [InlineData("gpt-4o-20240513-x", null)]
    public void WithoutDate_OfAKey_IsWhatStandsBeforeTheDate(string key, string? expected) => Assert.Equal(expected, NameNormalizer.WithoutDate(key));

    [Fact]
    public void Of_AnEmptyProvider_TakesNothingAway() => Assert.Equal("/gpt-4o", ModelKey.Of("/gpt-4o", ""));

    [Fact]
    public void Of_TheSellersOwnPrefix_IsTakenAway() =>
        Assert.Equal(("gpt-4o", "acme-cloud/gpt-4o"), (ModelKey.Of("acme-cloud/gpt-4o", "acme-cloud"), ModelKey.Of("acme-cloud/gpt-4o")));

    [Property(Arbitrary = [typeof(NameGenerators)])]
    public static bool Of_AKey_IsItself(ListingName name) => ModelKey.Of(ModelKey.Of(name.Text)) == ModelKey.Of(name.Text);

    [Property(Arbitrary = [typeof(NameGenerators)])]
    public static bool Of_CaseSpacesAndRoute_MakeNoDifference(ListingName name) =>
        ModelKey.Of($"  {name.Text.ToUpperInvariant()} ") == ModelKey.Of(name.Text) && ModelKey.Of("openrouter/" + name.Text) == ModelKey.Of(name.Text);

    [Property(Arbitrary = [typeof(NameGenerators)])]
    public static bool Of_FreeOrNot_StaysSo(ListingName name) =>
        ModelKey.Of(name.Text + ":free").EndsWith(":free", StringComparison.Ordinal) && !ModelKey.Of(name.Text).EndsWith(":free", StringComparison.Ordinal);
}
