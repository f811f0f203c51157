using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Files in the shapes that people have, each recognized by its content. All numbers are invented.</summary>
public static class UsageFileTests
{
    private const string AnthropicUsage = """
        {"data":[{"starting_at":"2026-05-02T00:00:00Z","ending_at":"2026-05-03T00:00:00Z","results":[
        {"uncached_input_tokens":7000,"cache_read_input_tokens":300,"cache_creation":{"ephemeral_1h_input_tokens":20,"ephemeral_5m_input_tokens":40},
         "output_tokens":500,"server_tool_use":{"web_search_requests":2},"model":"claude-x","service_tier":"batch","context_window":"200k-1M","inference_geo":"us"},
        {"uncached_input_tokens":10,"output_tokens":5,"model":"claude-x","service_tier":"priority","context_window":"0-200k"},
        {"uncached_input_tokens":10,"output_tokens":5,"model":null}]}],"has_more":true}
        """;

    private const string OpenAIUsage = """
        {"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[
        {"object":"organization.usage.completions.result","input_tokens":1000,"input_cached_tokens":250,"output_tokens":80,"input_audio_tokens":100,
         "num_model_requests":7,"model":"gpt-x","batch":true,"service_tier":"default","project_id":"p1"},
        {"object":"organization.usage.completions.result","input_tokens":0,"output_tokens":0,"num_model_requests":0,"model":"gpt-x","batch":false}]}],"has_more":false}
        """;

    public static TheoryData<string, string, string[]> Files => new()
    {
        {
            "anthropic-usage-messages", AnthropicUsage,
            [
                "2026-05-02|claude-x|batch|200k-1M|us: anthropic/claude-x x ? batch 200k-1M us 2026-05-02..2026-05-03 input=7000 output=500 cache-read=300 "
                + "cache-write-5m=40 cache-write-1h=20",
                "2026-05-02|claude-x|batch|200k-1M|us|web searches: anthropic/claude-x x ? batch 200k-1M us 2026-05-02..2026-05-03 web-searches=2",
                "2026-05-02|claude-x|priority|0-200k: not counted",
                "2026-05-02: error",
            ]
        },
        {
            "anthropic-cost", """
            {"data":[{"starting_at":"2026-05-02T00:00:00Z","ending_at":"2026-05-03T00:00:00Z","results":[
            {"currency":"USD","amount":"123.5","description":"d","cost_type":"tokens","context_window":"0-200k","model":"claude-x","service_tier":"standard","token_type":"output_tokens"}]}]}
            """,
            ["2026-05-02|d: not counted billed 1.235 USD"]
        },
        {
            "anthropic-console-usage",
            "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,"
            + "usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed\n"
            + "2026-05-02,claude-x,k,Default,standard,> 200k,5,0,0,7,9,0,not_available,fast\n",
            ["line 2: anthropic/claude-x x ? fast > 200k 2026-05-02..2026-05-03 input=5 output=9 cache-read=7"]
        },
        {
            "anthropic-console-cost",
            "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type\n"
            + "2026-05-02,Claude X,Default,k,message,> 200k,output,0.14,0.20,token\n",
            ["line 2: not counted billed 0.14 USD"]
        },
        {
            "openai-usage", OpenAIUsage,
            [
                "2026-05-02|gpt-x|batch: openai/gpt-x x 7 batch 2026-05-02..2026-05-03 input=650 output=80 cache-read=250 input-audio=100",
                "2026-05-02|gpt-x: not counted",
            ]
        },
        {
            "openai-usage",
            "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,input_tokens,"
            + "output_tokens,input_cached_tokens,input_uncached_tokens\n"
            + "1777680000,1777680060,2026-05-02T00:00:00+00:00,2026-05-02T00:01:00+00:00,p,3.0,,k,gpt-x,False,flex,412,67,80,332\n"
            + "1777680060,1777680120,2026-05-02T00:01:00+00:00,2026-05-02T00:02:00+00:00,,,,,,,,,,,\n",
            ["line 2: openai/gpt-x x 3 flex 2026-05-02..2026-05-02 input=332 output=67 cache-read=80", "line 3: not counted"]
        },
        {
            "openai-costs", """
            {"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[
            {"object":"organization.costs.result","amount":{"value":0.06,"currency":"usd"},"line_item":"priority | gpt-x audio, cached input, long context","quantity":500,"quantity_unit":"tokens"},
            {"object":"organization.costs.result","amount":{"value":-5,"currency":"usd"},"line_item":"Promotional credit"}]}]}
            """,
            [
                "2026-05-02|priority | gpt-x audio, cached input, long context: openai/gpt-x x ? priority long context 2026-05-02..2026-05-03 cache-read-audio=500 billed 0.06 USD",
                "2026-05-02|Promotional credit: not counted billed -5 USD",
            ]
        },
        {
            "litellm-spendlogs",
            """{"request_id":"a","spend":0.5,"prompt_tokens":90,"completion_tokens":5,"startTime":"2026-05-02T09:00:00Z","model":"anthropic/claude-x","custom_llm_provider":"anthropic","metadata":{"usage_object":{"prompt_tokens":90,"completion_tokens":5,"cache_read_input_tokens":20,"prompt_tokens_details":{"cached_tokens":20},"cache_creation_input_tokens":30}},"cache_hit":"False","status":"success"}"""
            + "\n"
            + """{"request_id":"b","spend":0.1,"prompt_tokens":31,"completion_tokens":5,"startTime":"2026-05-02T09:00:00Z","model":"claude-x","custom_llm_provider":"anthropic","metadata":"{\"usage_object\":{\"prompt_tokens\":31,\"completion_tokens\":5,\"cache_creation_input_tokens\":1253}}","status":"success"}"""
            + "\n"
            + """{"request_id":"c","spend":0,"model":"m","metadata":{},"startTime":"2026-05-02T09:00:00Z","status":"failure"}"""
            + "\n"
            + """{"request_id":"b","spend":0.1,"prompt_tokens":31,"completion_tokens":5,"startTime":"2026-05-02T09:00:00Z","model":"claude-x","metadata":{}}"""
            + "\n",
            [
                "a: anthropic/claude-x x 1 2026-05-02T09:00:00Z input=40 output=5 cache-read=20 cache-write=30 estimated 0.5 USD",
                "b: anthropic/claude-x x 1 2026-05-02T09:00:00Z input=31 output=5 cache-write=1253 estimated 0.1 USD",
                "c: not counted estimated 0 USD",
                "b: not counted estimated 0.1 USD",
            ]
        },
        {
            "litellm-daily",
            "date,model,custom_llm_provider,prompt_tokens,completion_tokens,spend,api_requests,successful_requests\n2026-05-02,gpt-x,openai,900,80,0.2,12,11\n",
            ["line 2: openai/gpt-x x 11 2026-05-02..2026-05-03 input=900 output=80 estimated 0.2 USD"]
        },
        {
            "langfuse-observations",
            """{"id":"o","type":"GENERATION","start_time":"2026-05-02 09:00:00.963000","provided_model_name":"gpt-x","model_parameters":"{\"service_tier\":\"flex\"}","usage_details":{"input":86,"input_cached_tokens":17,"output":8,"output_reasoning_tokens":4,"total":115},"total_cost":0.02}"""
            + "\n" + """{"id":"s","type":"SPAN","start_time":"2026-05-02 09:00:00","usage_details":{}}""" + "\n",
            ["o: /gpt-x x 1 flex 2026-05-02T09:00:00.963Z input=86 output=8 cache-read=17 reasoning=4 estimated 0.02 USD", "s: not counted"]
        },
        {
            "helicone-requests",
            """{"request_id":"h","request_created_at":"2026-05-02T09:00:00Z","request_model":"gpt-x","response_model":"gpt-x","provider":"OPENAI","prompt_tokens":10,"completion_tokens":2,"cost":0.003,"response_body":null,"response_status":200}"""
            + "\n"
            + """{"request_id":"i","request_created_at":"2026-05-02T09:00:00Z","request_model":"gpt-x","provider":"OPENAI","prompt_tokens":10,"completion_tokens":2,"prompt_cache_read_tokens":4,"response_body":null,"response_status":200}"""
            + "\n",
            ["h: OPENAI/gpt-x x 1 2026-05-02T09:00:00Z input=10 output=2 estimated 0.003 USD", "i: error"]
        },
        {
            "openrouter-activity",
            "generation_id,created_at,cost_total,cost_web_search,byok_usage_inference,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug,provider_name,variant,cancelled\n"
            + "g1,2026-05-02 08:46:57.713,0.5,0,0,120,90,40,80,maker/x-20260101,Groq,free,true\n"
            + "g2,2026-05-02 08:46:57.713,0.01,0,0.2,120,90,0,0,maker/x,Groq,standard,false\n",
            [
                "g1: openrouter/maker/x-20260101:free x 1 2026-05-02T08:46:57.713Z input=40 output=50 cache-read=80 reasoning=40 billed 0.5 USD",
                "g2: openrouter/maker/x x 1 2026-05-02T08:46:57.713Z input=120 output=90 billed 0.2 USD",
            ]
        },
        {
            "openrouter-activity",
            """{"data":[{"date":"2026-05-02","model":"maker/x","model_permaslug":"maker/x-1","provider_name":"P","usage":0.01,"byok_usage_inference":0,"requests":5,"prompt_tokens":35,"completion_tokens":10,"reasoning_tokens":0}]}""",
            ["2026-05-02|maker/x-1|P: openrouter/maker/x-1 x 5 2026-05-02..2026-05-03 input=35 output=10 billed 0.01 USD"]
        },
        {
            "otlp-json", """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
            {"traceId":"t","spanId":"1","name":"chat","startTimeUnixNano":"1777680000000000000","attributes":[
             {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":"aws.bedrock"}},
             {"key":"gen_ai.request.model","value":{"stringValue":"m"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
             {"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":"8"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"9"}}]},
            {"traceId":"t","spanId":"2","name":"agent","startTimeUnixNano":"1777680000000000000","attributes":[
             {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}}]}]}]}]}
            """,
            ["1: aws.bedrock/m x 1 2026-05-02T00:00:00Z input=4 output=9 cache-read=8", "2: not counted"]
        },
        {
            "claude-code",
            """{"type":"summary","summary":"s","leafUuid":"x"}""" + "\n"
            + """{"sessionId":"s","uuid":"1","requestId":"r","timestamp":"2026-05-02T09:00:01Z","message":{"id":"m1","model":"claude-x","usage":{"input_tokens":4,"output_tokens":8}}}""" + "\n"
            + """{"sessionId":"s","uuid":"2","requestId":"r","timestamp":"2026-05-02T09:00:02Z","message":{"id":"m1","model":"claude-x","usage":{"input_tokens":4,"output_tokens":35,"speed":"fast","cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":5}}}}""" + "\n"
            + """{"sessionId":"s","uuid":"3","timestamp":"2026-05-02T09:00:03Z","message":{"id":"m2","model":"<synthetic>","usage":{"input_tokens":0,"output_tokens":0}}}""" + "\n",
            [
                "line 1: not counted", "m1: not counted", "m2: not counted",
                "m1: anthropic/claude-x x 1 fast 2026-05-02T09:00:02Z input=4 output=35 cache-write=15 cache-write-5m=10 cache-write-1h=5",
            ]
        },
        {
            "codex",
            """{"timestamp":"2026-05-02T09:00:00Z","type":"turn_context","payload":{"model":"gpt-x"}}""" + "\n"
            + """{"timestamp":"2026-05-02T09:00:10Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"cached_input_tokens":25,"output_tokens":12,"reasoning_output_tokens":7}}}}""" + "\n"
            + """{"timestamp":"2026-05-02T09:00:11Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"cached_input_tokens":25,"output_tokens":12,"reasoning_output_tokens":7}}}}""" + "\n"
            + """{"timestamp":"2026-05-02T09:01:00Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":350,"cached_input_tokens":75,"output_tokens":42,"reasoning_output_tokens":27}}}}""" + "\n",
            [
                "2026-05-02T09:00:00Z: not counted",
                "2026-05-02T09:00:10Z: openai/gpt-x x 1 2026-05-02T09:00:10Z input=75 output=5 cache-read=25 reasoning=7",
                "2026-05-02T09:00:11Z: not counted",
                "2026-05-02T09:01:00Z: openai/gpt-x x 1 2026-05-02T09:01:00Z input=200 output=10 cache-read=50 reasoning=20",
            ]
        },
        {
            "gemini-cli", """
            {"sessionId":"s","messages":[{"id":"u","type":"user"},
             {"id":"g","timestamp":"2026-05-02T09:00:05Z","type":"gemini","model":"gemini-x","tokens":{"input":50,"output":4,"cached":40,"thoughts":1,"tool":2,"total":57}}]}
            """,
            ["u: not counted", "g: google/gemini-x x 1 2026-05-02T09:00:05Z input=12 output=4 cache-read=40 reasoning=1"]
        },
        {
            "opencode", """
            {"id":"msg","sessionID":"s","role":"assistant","time":{"created":1777680000000},"providerID":"anthropic","modelID":"claude-x","cost":0,
             "tokens":{"input":40,"output":9,"reasoning":5,"cache":{"read":80,"write":0}}}
            """,
            ["msg: anthropic/claude-x x 1 2026-05-02T00:00:00Z input=40 output=9 cache-read=80 reasoning=5"]
        },
        {
            "openai-batch-output",
            """{"id":"b","custom_id":"r1","response":{"status_code":200,"body":{"object":"chat.completion","created":1777680000,"model":"gpt-x","usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}},"error":null}""" + "\n"
            + """{"id":"c","custom_id":"r2","response":{"status_code":400,"body":{"error":{}}},"error":null}""" + "\n",
            ["r1: /gpt-x x 1 batch 2026-05-02T00:00:00Z input=12 output=3", "r2: not counted"]
        },
        {
            "anthropic-batch-results",
            """{"custom_id":"r1","result":{"type":"succeeded","message":{"id":"m","type":"message","model":"claude-x","usage":{"input_tokens":12,"output_tokens":3,"service_tier":"batch"}}}}""" + "\n"
            + """{"custom_id":"r2","result":{"type":"expired"}}""" + "\n",
            ["r1: /claude-x x 1 batch input=12 output=3", "r2: not counted"]
        },
        {
            "aws-cur2",
            "identity_line_item_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,line_item_currency_code,line_item_line_item_description\n"
            + "l1,Usage,2026-05-02T09:00:00.000Z,2026-05-02T10:00:00.000Z,AmazonBedrock,USW2-Claude4.5Sonnet-cache-read-input-token-count-batch,5.5,1K tokens,0.1,USD,x\n"
            + "l2,Usage,2026-05-02T09:00:00.000Z,2026-05-02T10:00:00.000Z,AmazonBedrockFoundationModels,USE1-MP:USE1_OutputTokenCount_Global-Units,0.5,1M tokens,1.5,USD,Claude Sonnet 4.5 (Amazon Bedrock Edition)\n"
            + "l3,Usage,2026-05-02T09:00:00.000Z,2026-05-02T10:00:00.000Z,AmazonBedrock,EUC1-NovaLite-input-tokens,2,Units,0.1,USD,x\n"
            + "l4,Tax,2026-05-01T00:00:00.000Z,2026-06-01T00:00:00.000Z,AmazonBedrock,,1,,0.4,USD,Tax\n",
            [
                "l1: amazon-bedrock/regional.claude-sonnet-4-5 x ? batch short context 2026-05-02..2026-05-02 cache-read=5500 billed 0.1 USD",
                "l2: amazon-bedrock/global.claude-sonnet-4-5 x ? short context 2026-05-02..2026-05-02 output=500000 billed 1.5 USD",
                "l3: error",
                "l4: not counted billed 0.4 USD",
            ]
        },
        {
            "azure-cost-export",
            "Date,MeterCategory,MeterName,ResourceLocation,Quantity,UnitOfMeasure,CostInBillingCurrency,BillingCurrency,ChargeType,Tags\n"
            + "05/02/2026,Foundry Models,gpt 4.1 nano cached Inp glbl Tokens,swedencentral,12,1K,\"0,03\",EUR,Usage,\"\"\"team\"\": \"\"search\"\"\"\n"
            + "05/02/2026,Foundry Models,something else,swedencentral,1,1K,0.03,EUR,Usage,\n",
            ["line 2: azure/gpt-4.1-nano x ? short context 2026-05-02..2026-05-03 cache-read=12000 billed 0.03 EUR", "line 3: error"]
        },
        {
            "gcp-billing-export",
            """{"service":{"description":"Vertex AI"},"sku":{"description":"Gemini 2.5 Flash GA Text Input - Predictions"},"usage_start_time":"2026-05-02T09:00:00Z","usage_end_time":"2026-05-02T10:00:00Z","usage":{"amount":1040,"unit":"requests","amount_in_pricing_units":1040,"pricing_unit":"count"},"cost":0.3,"currency":"USD","credits":[{"amount":-0.1}],"cost_type":"regular"}""" + "\n"
            + """{"service":{"description":"Vertex AI"},"sku":{"description":"Gemini 2.5 Flash Caching Storage"},"usage_start_time":"2026-05-02T09:00:00Z","usage_end_time":"2026-05-02T10:00:00Z","usage":{"amount_in_pricing_units":10,"pricing_unit":"h"},"cost":0.001,"currency":"USD","cost_type":"regular"}""" + "\n",
            [
                "row 1: google-vertex/gemini-2.5-flash x ? short context 2026-05-02..2026-05-02 input=1040 billed 0.3 USD",
                "row 2: not counted billed 0.001 USD",
            ]
        },
        {
            "deepseek-amount",
            "user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount\n"
            + "u,2026-05-02T09:00:00Z,2026-05-02T10:00:00Z,deepseek-x,k,s,input_cache_hit_tokens,0.000001,200\n"
            + "u,2026-05-02T09:00:00Z,2026-05-02T10:00:00Z,deepseek-x,k,s,input_cache_miss_tokens,0.000002,50\n"
            + "u,2026-05-02T09:00:00Z,2026-05-02T10:00:00Z,deepseek-x,k,s,output_tokens,0.000003,10\n"
            + "u,2026-05-02T09:00:00Z,2026-05-02T10:00:00Z,deepseek-x,k,s,request_count,,12\n",
            ["2026-05-02T09|deepseek-x: deepseek/deepseek-x x 12 2026-05-02..2026-05-02 input=50 output=10 cache-read=200 billed 0.00033 USD"]
        },
        {
            "focus",
            "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ProviderName,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,Tags\n"
            + "0.02,USD,Usage,2026-05-03T00:00:00Z,2026-05-02T00:00:00Z,800,Tokens,Anthropic,anthropic/claude-x/cache-read,Cache Read Tokens,{},anthropic/claude-x/cache-read/batch,\"{\"\"team\"\":\"\"a\"\"}\"\n",
            ["line 2: anthropic/claude-x x ? batch 2026-05-02..2026-05-03 cache-read=800 billed 0.02 USD"]
        },
        {
            "own-columns",
            "ts;deployment;vendor;tokens_in;tokens_out;team;cost\n2026-05-02T09:00:00Z;gpt-x;openai;12.000;900;search;0,5\n",
            ["line 2: openai/gpt-x x 1 2026-05-02T09:00:00Z input=12000 output=900 estimated 0.5 USD"]
        },
        {
            "own-columns",
            """{"timestamp":"2026-05-02T09:00:00Z","model":"gpt-x","promptTokens":12,"completionTokens":3,"cachedInputTokens":4,"team":"a"}""" + "\n",
            ["line 1: /gpt-x x 1 2026-05-02T09:00:00Z input=8 output=3 cache-read=4"]
        },
        {
            "rows",
            """{"id":"1","provider":"openai","model":"gpt-x","from":"2026-05-02","to":"2026-05-03","requests":"unknown","context":"0-200k","usage":{"input":5}}""" + "\n",
            ["\"1\": openai/gpt-x x ? 0-200k 2026-05-02..2026-05-03 input=5"]
        },
        {
            "rows",
            "provider,model,from,to,requests,input,request_fees,team\nopenai,gpt-x,2026-05-02,2026-05-03,500,7,3,a\n",
            [": openai/gpt-x x 500 2026-05-02..2026-05-03 input=7 requests=3"]
        },
    };

    /// <summary>The content of each file.</summary>
    internal static IEnumerable<string> Contents => Files.Select(f => (string)f[1]);

    [Theory]
    [MemberData(nameof(Files))]
    public static void Read_FileOfEachFormat_GivesItsRows(string format, string content, string[] rows)
    {
        UsageInput input = new();

        Assert.Equal(string.Join("\n", rows), string.Join("\n", Rows(input, content)));
        Assert.Equal(format, Assert.Single(input.Formats));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public static void Read_FileCompressed_GivesTheSameRows(string format, string content, string[] rows)
    {
        MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("\uFEFF" + content));
        }

        compressed.Position = 0;
        UsageInput input = new();
        Assert.Equal(string.Join("\n", rows), string.Join("\n", input.Read(compressed).Concat(input.Complete()).Select(Words)));
        Assert.Equal(format, Assert.Single(input.Formats));
    }

    [Fact]
    public static void Read_CountersTwice_GivesTheirGrowth()
    {
        UsageInput input = new();
        string[] before = [.. Rows(input, "# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total{model_name=\"m\"} 1.0e+03\nvllm:generation_tokens_total{model_name=\"m\"} 5\nvllm:request_success_total{finished_reason=\"stop\",model_name=\"m\"} 2\n", complete: false)];
        string[] after = [.. Rows(input, "vllm:prompt_tokens_total{model_name=\"m\"} 1.5E+03\nvllm:generation_tokens_total{model_name=\"m\"} 4\nvllm:request_success_total{finished_reason=\"stop\",model_name=\"m\"} 12\n")];

        Assert.Empty(before);
        Assert.Equal(["m: not counted"], after);
        Assert.Contains("fell", Assert.Single(input.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_ResultsOfOneKeyInABucket_AreASum()
    {
        const string Page = """{"data":[{"start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.usage.completions.result","input_tokens":1,"output_tokens":0,"num_model_requests":1,"model":"gpt-x"},{"object":"organization.usage.completions.result","input_tokens":2,"output_tokens":0,"num_model_requests":1,"model":"gpt-x"}]}]}""";
        string anthropic = AnthropicUsage.Replace("\"priority\"", "\"batch\"", StringComparison.Ordinal)
            .Replace(",\"model\":\"claude-x\",\"service_tier\":\"batch\",\"context_window\":\"200k-1M\",\"inference_geo\":\"us\"", ",\"model\":\"claude-x\",\"service_tier\":\"batch\",\"context_window\":\"0-200k\"", StringComparison.Ordinal);
        UsageInput input = new();
        string[] openAI = [.. Rows(input, Page, complete: false)];
        string[] again = [.. Rows(input, Page)];

        Assert.EndsWith("input=1", openAI[0], StringComparison.Ordinal);
        Assert.EndsWith("input=2", openAI[1], StringComparison.Ordinal);
        Assert.All(again, r => Assert.EndsWith("not counted", r, StringComparison.Ordinal));
        Assert.Contains("input=10 ", Rows(new UsageInput(), anthropic).ElementAt(2), StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_ADayOfActivityTwice_CountsTheFirstWithAWarning()
    {
        const string Day = """{"results":[{"date":"2026-05-02","metrics":{"spend":0.1},"breakdown":{"models":{"gpt-x":{"metrics":{"prompt_tokens":5,"completion_tokens":1,"api_requests":1,"spend":0.1}}}}}],"metadata":{"page":1}}""";
        UsageInput input = new();
        string first = Assert.Single(Rows(input, Day, complete: false));
        string again = Assert.Single(Rows(input, Day.Replace(":5", ":6", StringComparison.Ordinal)));

        Assert.Contains("input=5", first, StringComparison.Ordinal);
        Assert.EndsWith("not counted", again, StringComparison.Ordinal);
        Assert.Contains(input.Warnings, w => w.Contains("given before with other numbers", StringComparison.Ordinal));
    }

    [Fact]
    public static void Read_ABucketWithOtherNumbersInASecondFile_CountsTheFirstWithAWarning()
    {
        UsageInput input = new();
        _ = Rows(input, OpenAIUsage, complete: false).ToArray();
        string[] again = [.. Rows(input, OpenAIUsage.Replace("1000", "1001", StringComparison.Ordinal))];

        Assert.EndsWith("not counted", again[0], StringComparison.Ordinal);
        Assert.Contains(input.Warnings, w => w.Contains("given before with other numbers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"model":"gpt-x","prompt_tokens":{"a":1},"completion_tokens":5}""", "prompt_tokens is {\"a\":1}", "\"input\":\"prompt_tokens.a\"")]
    [InlineData("""{"modelId":"x","input":{"inputTokenCount":1000},"output":{"outputTokenCount":5}}""", "not an object", "\"input\":\"input.inputTokenCount\"")]
    [InlineData("""{"model":"gpt-x","input":[1],"output":5}""", "input is [1]", "not an array")]
    [InlineData("""{"model":{"name":"gpt-x"},"input":1}""", "model is {", "\"model\":\"model.name\"")]
    [InlineData("""{"model":"gpt-x","provider":{"id":"openai"},"input":1}""", "provider is {", "\"provider.id\"")]
    [InlineData("""{"model":"gpt-x","input":1,"at":{"$date":"2026-05-02"}}""", "at is {", "\"at.$date\"")]
    [InlineData("""{"model":"gpt-x","input":1,"requests":[1,2]}""", "requests is [1,2]", "not an array")]
    [InlineData("""{"request_id":"r","spend":1,"prompt_tokens":{"a":1},"completion_tokens":5,"model":"gpt-x"}""", "prompt_tokens is '{\"a\":1}'", "a whole number")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"s","attributes":[{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.usage.cached_bytes","value":{"intValue":"8"}}]}]}]}]}""", "gen_ai.usage.cached_bytes (8) looks like tokens with a price of their own", "Remove the field")]
    [InlineData("""{"data":[{"starting_at":"2026-05-02T00:00:00Z","ending_at":"2026-05-03T00:00:00Z","results":[{"uncached_input_tokens":1,"cache_creation":{"ephemeral_24h_input_tokens":500000},"output_tokens":5,"model":"claude-x"}]}]}""", "cache_creation.ephemeral_24h_input_tokens (500000)", "no such count")]
    [InlineData("""{"request_id":"r","spend":1,"startTime":"2026-05-02","model":"gpt-x","metadata":{"usage_object":{"prompt_tokens":12,"magic_cached_tokens":8}}}""", "magic_cached_tokens (8)", "no such count")]
    [InlineData("""{"id":"o","type":"GENERATION","model":"gpt-x","usage_details":{"input":12,"input_thought":8}}""", "usage_details.input_thought (8)", "no such count")]
    [InlineData("""{"providerID":"p","modelID":"m","role":"assistant","tokens":{"input":1,"output":2,"cache":{"read":0,"hour":7}}}""", "cache.hour (7)", "opencode has no such count")]
    [InlineData("""{"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":10,"cached_audio_tokens":7,"output_tokens":1}}}}""", "cached_audio_tokens (7)", "codex has no such count")]
    [InlineData("""{"type":"token_usage_record","payload":{"response_id":"r","usage":{"input_tokens":10,"cached_audio_tokens":7,"output_tokens":1}}}""", "cached_audio_tokens (7)", "codex has no such count")]
    public static void Read_CountThatCannotBeKnown_IsAnErrorOfTheRow(string content, string wrong, string write)
    {
        UsageInput input = new();
        UsageRow row = Assert.Single(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(content + "\n"))));

        Assert.Contains(wrong, row.Error?.Message, StringComparison.Ordinal);
        Assert.Contains(write, row.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"s","attributes":[{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.usage.video_tokens","value":{"intValue":"8"}}]}]}]}]}""", "the usage has 'gen_ai.usage.video_tokens', for which there is no meter")]
    [InlineData("""{"data":[{"start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.usage.completions.result","input_tokens":10,"input_video_tokens":3,"output_tokens":1,"num_model_requests":1,"model":"gpt-x"}]}]}""", "the usage has 'input_video_tokens'")]
    [InlineData("""{"request_id":"r","spend":1,"startTime":"2026-05-02","model":"gpt-x","metadata":{"usage_object":{"prompt_tokens":12,"prompt_tokens_details":{"audio_tokens":8}}}}""", "the usage has 'prompt_tokens_details.audio_tokens'")]
    [InlineData("""{"id":"o","type":"GENERATION","model":"gpt-x","usage_details":{"input":12,"video":8}}""", "the usage has 'usage_details.video'")]
    [InlineData("""{"id":"m1","timestamp":"2026-05-02T09:00:05Z","type":"gemini","model":"gemini-x","tokens":{"input":50,"output":4,"cached":0,"thoughts":1,"tool":0,"video":3,"total":55}}""", "gemini-cli: the usage has 'video'")]
    [InlineData("""{"providerID":"p","modelID":"m","role":"assistant","tokens":{"input":1,"output":2,"audio":7,"total":3}}""", "opencode: the usage has 'audio'")]
    [InlineData("model,tokens_in,audio_tokens\ngpt-x,1,2\n", "the column 'audio_tokens' looks like a count")]
    [InlineData("model,tokens_in,cached_write_1h_tokens\ngpt-x,1,2\n", "the column 'cached_write_1h_tokens' looks like a count")]
    [InlineData("""{"model":"gpt-x","tokens_in":1,"cache_tokens":2}""", "the column 'cache_tokens' looks like a count")]
    public static void Read_NumberThatNoReaderKnows_IsAWarningByName(string content, string warning)
    {
        UsageInput input = new();
        UsageRow row = Assert.Single(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(content))).Concat(input.Complete()));

        Assert.Null(row.Error);
        Assert.Contains(warning, Assert.Single(input.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model,tokens_in,total_tokens,max_tokens,audio_tokens,token\ngpt-x,1,2,3,0,sk-abc\n")]
    [InlineData("""{"request_id":"r","spend":1,"startTime":"2026-05-02","model":"gpt-x","metadata":{"usage_object":{"prompt_tokens":12,"total_tokens":12,"magic_cached_tokens":0,"queue_time":0.5,"cost":1}}}""")]
    public static void Read_NumberThatChangesNoCost_IsPassedOver(string content)
    {
        UsageInput input = new();
        UsageRow row = Assert.Single(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(content))).Concat(input.Complete()));

        Assert.Null(row.Error);
        Assert.Empty(input.Warnings);
    }

    [Theory]
    [InlineData("cached_input_tokens", "cache-read=4")]
    [InlineData("input_tokens.cached", "cache-read=4")]
    [InlineData("details.cache_read_tokens", "cache-read=4")]
    [InlineData("cache_read.input_tokens", "cache-read=4")]
    [InlineData("cache_creation.input_tokens", "cache-write=4")]
    [InlineData("input_tokens.cache_write", "cache-write=4")]
    public static void Read_SpanWithCachedTokens_CountsThemUnderEachName(string name, string expected)
    {
        string span = """{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"s","attributes":[{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.usage.NAME","value":{"intValue":"4"}}]}]}]}]}"""
            .Replace("NAME", name, StringComparison.Ordinal);

        Assert.EndsWith($"input=8 {expected}", Assert.Single(Rows(new UsageInput(), span)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"id":"1","model":"gpt-x","usage":{"input":5}},""" + "\n" + """{"id":"2","model":"gpt-x","usage":{"input":6}}]""", 1, 2)]
    [InlineData("{\n  \"id\": \"1\",\n  \"model\": \"gpt-x\",\n  \"usage\": {\n    \"input\": 5\n  }\n}\n{\n\"id\":\"2\",\"model\":\"gpt-x\",\n\"usage\":{\"input\":6}}\n", 1, 8)]
    public static void Read_OwnRowsInADocument_AreThoseOfTheirLines(string content, int first, int second)
    {
        UsageRow[] rows = [.. new UsageInput().Read(new MemoryStream(Encoding.UTF8.GetBytes(content)))];

        Assert.Equal([(first, 5L), (second, 6L)], rows.Select(r => ((int)r.Line, r.Usage?.InputTokens ?? 0)));
    }

    [Theory]
    [InlineData("""{"model":"claude-sonnet-4-5","response":{"type":"message","usage":{"input_tokens":1000,"output_tokens":500}}}""", true)]
    [InlineData("""{"id":"o","type":"GENERATION","model":"gpt-x","usage":{"input":1},"usageDetails":{"input":12}}""", false)]
    [InlineData("""{"model":"gpt-x","response":"text","prompt_tokens":5}""", false)]
    public static void IsRows_RowWithoutAProvider_IsWhatEveryPathTakesItFor(string line, bool isOwn)
    {
        UsageInput input = new();
        _ = input.Read(new MemoryStream(Encoding.UTF8.GetBytes(line + "\n"))).ToArray();

        Assert.Equal(isOwn, UsageFile.IsRows(Encoding.UTF8.GetBytes(line + "\n")));
        Assert.Equal(isOwn, input.Formats.Contains("rows"));
    }

    [Fact]
    public static void Read_LongRowWithoutAProvider_IsOwn()
    {
        UsageInput input = new();
        string line = $$"""{"model":"gpt-x","usage":{"input":5},"note":"{{new string('x', 300_000)}}"}""" + "\n";

        Assert.Null(Assert.Single(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(line)))).Error);
        Assert.Equal("rows", Assert.Single(input.Formats));
    }

    [Fact]
    public static void Read_TheSameBucketInTwoFiles_CountsOnce()
    {
        UsageInput input = new();
        _ = Rows(input, AnthropicUsage, complete: false).ToArray();
        string[] again = [.. Rows(input, AnthropicUsage)];

        Assert.DoesNotContain(again, r => r.Contains("input=", StringComparison.Ordinal));
        Assert.Contains(input.Warnings, w => w.Contains("is counted once", StringComparison.Ordinal));
        Assert.Contains(input.Warnings, w => w.Contains("has_more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("PAR1xxxx", "TokenPricing.Parquet")]
    [InlineData("PK\u0003\u0004xxxx", "zip")]
    [InlineData("a,b\n1,2\n", "--map")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "--map")]
    [InlineData("\0\0\0\0", "not text")]
    [InlineData("{\n\"data\":[{\"starting_at\"", "does not end")]
    public static void Read_FileThatIsNone_SaysWhatToWrite(string content, string expected) => Assert.Contains(
        expected,
        Assert.Throws<InvalidDataException>(() => Rows(new UsageInput(), content).ToArray()).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("model,tokens_in\ngpt-x,12.000\n", "thousand times")]
    [InlineData("model,tokens_in\ngpt-x,many\n", "whole number")]
    [InlineData("model,tokens_in\ngpt-x,-1\n", "zero or more")]
    [InlineData("model,tokens_in,ts\ngpt-x,1,2026-05-02 09:00:00\n", "--zone")]
    [InlineData("model,tokens_in,ts\ngpt-x,1,yesterday\n", "expected a time")]
    [InlineData("model,input_tokens,cache_read_input_tokens\ngpt-x,5,2\n", "--counts")]
    [InlineData("model,tokens_in\ngpt-x\n", "1 cells")]
    public static void Read_RowThatIsWrong_SaysWhatWasExpected(string content, string expected)
    {
        UsageInput input = new();
        UsageRow row = Assert.Single(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(content))));

        Assert.Contains(expected, row.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_OwnColumnsWithAMapping_AreThoseOfTheMapping()
    {
        ColumnMapping mapping = ColumnMapping.Parse("""
            {"separator":";","decimal":",","thousands":".","zone":"UTC","counts":"totals",
             "columns":{"at":"when","provider":"vendor","model":"dep","input":"in","cache_read":"cached","output":"out",
              "service_tier":{"column":"kind","values":{"sync":"standard","night":"batch"}}},
             "stated_cost":{"column":"eur","currency":"EUR"},"keep":["team"],"models":{"prod":"anthropic/claude-x"}}
            """);
        UsageInput input = new(new UsageFileOptions { Mapping = mapping });
        string[] rows = [.. Rows(input, "when;vendor;dep;in;cached;out;kind;team;eur;other\n2026-05-02 11:00:00+02:00;own;prod;1.200;800;90;night;a;0,25;z\n")];

        Assert.Equal(["line 2: anthropic/claude-x x 1 batch 2026-05-02T09:00:00Z input=400 output=90 cache-read=800 estimated 0.25 EUR"], rows);
    }

    [Theory]
    [InlineData("""{"columns":{"modell":"x"}}""", "Did you mean 'model'")]
    [InlineData("{}", "\"columns\"")]
    [InlineData("nonsense", "not JSON")]
    [InlineData("""{"columns":{"model":"x"},"counts":"all"}""", "totals")]
    [InlineData("""{"columns":{"model":"x"},"zone":"Mars"}""", "time zone")]
    public static void Mapping_ThatIsWrong_SaysWhatWasExpected(string json, string expected) => Assert.Contains(
        expected, Assert.Throws<InvalidDataException>(() => ColumnMapping.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0-200k", null, 200_000L)]
    [InlineData("200k-1M", 200_000L, 1_000_000L)]
    [InlineData("≤ 200k", null, 200_000L)]
    [InlineData("> 200k", 200_000L, null)]
    [InlineData("long context", long.MaxValue, null)]
    public static void Context_OfAReport_IsItsBand(string text, long? above, long? upTo)
    {
        Assert.True(ContextBand.TryParse(text, out ContextBand band));
        Assert.Equal(new ContextBand(above, upTo), band);
        Assert.True(ContextBand.TryParse(band.ToString(), out ContextBand again));
        Assert.Equal(band, again);
    }

    internal static IEnumerable<string> Rows(UsageInput input, string content, bool complete = true)
    {
        IEnumerable<UsageRow> rows = input.Read(new MemoryStream(Encoding.UTF8.GetBytes(content)), "f");
        return (complete ? rows.Concat(input.Complete()) : rows).Select(Words);
    }

    internal static string Words(UsageRow row)
    {
        string stated = row.Stated is { } cost
            ? string.Create(CultureInfo.InvariantCulture, $" {(row.IsBilled ? "billed" : "estimated")} {cost.Amount:0.##########} {cost.Currency}")
            : "";
        if (row.Error is not null)
        {
            return $"{row.Id}: error";
        }

        if (row.NotCounted is not null)
        {
            return $"{row.Id}: not counted{stated}";
        }

        string time = row.At is { } at ? $" {at}" : row.During is { } during ? string.Create(CultureInfo.InvariantCulture, $" {during.Start.InUtc().Date:uuuu-MM-dd}..{during.End.InUtc().Date:uuuu-MM-dd}") : "";
        if (row.At is { } precise)
        {
            time = " " + NodaTime.Text.InstantPattern.ExtendedIso.Format(precise);
        }

        string usage = string.Concat(row.Usage!.Value.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $" {p.Meter.Id}={p.Quantity}")));
        return $"{row.Id}: {row.Provider}/{row.Model} x {row.Requests?.ToString(CultureInfo.InvariantCulture) ?? "?"}{Word(row.ServiceTier)}{Word(row.Context?.ToString())}{Word(row.Region)}{time}{usage}{stated}";
    }

    private static string Word(string? word) => string.IsNullOrEmpty(word) ? "" : $" {word}";
}
