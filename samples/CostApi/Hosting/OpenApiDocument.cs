using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TokenPricing.CostApi;

/// <summary>Writes what <see cref="Questions"/> and <see cref="CallField"/> say into the OpenAPI document.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "Problem";
    private const string ProblemMediaType = "application/problem+json";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Cost API",
                Version = "v1",
                Description = "What language models cost: exactly, with the receipt, and with the source of each price. Money is US dollars.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas[Problem] = ProblemSchema();
            AddHealth(document);

            // The head of an answer is where the answer is, which is all that there is to say of it.
            foreach (IOpenApiPathItem path in document.Paths.Values)
            {
                path.Operations?.Remove(HttpMethod.Head);
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<QuestionEndpoint>().SingleOrDefault() is { } endpoint)
            {
                Describe(operation, endpoint, context);
            }

            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, QuestionEndpoint endpoint, OpenApiOperationTransformerContext context)
    {
        Question question = endpoint.Question;
        operation.OperationId = endpoint.Path.Replace("/v1/", "", StringComparison.Ordinal).Replace('/', '-').Split('.')[0];
        operation.Summary = endpoint.Format == AnswerFormat.Svg ? $"{question.Summary}: a chart" : endpoint.Format == AnswerFormat.Html ? $"{question.Summary}: one HTML page" : question.Summary;
        operation.Description = question.Description;
        operation.Parameters = [.. (endpoint.Format == AnswerFormat.Html ? question.Parameters : question.AllParameters).Select(Described)];
        operation.RequestBody = question.TakesCall ? CallBody() : null;
        operation.Responses = new OpenApiResponses { ["200"] = Answered(endpoint, Examples.AnswerTo(question, context.ApplicationServices)) };
        if (!question.TakesCall)
        {
            operation.Responses["304"] = new OpenApiResponse { Description = "The answer is the one whose ETag is in If-None-Match." };
        }

        int[] statuses = [400, 404, 406, .. question.TakesCall ? new[] { 408, 413, 415 } : [], 422, 429];
        foreach (int status in statuses)
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = Refused(status, context.Document!);
        }
    }

    private static IOpenApiParameter Described(Parameter parameter)
    {
        OpenApiSchema schema = new() { Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String };
        if (parameter.Words.Length > 0)
        {
            schema.Enum = [.. parameter.Words.Select(w => (JsonNode)w)];
        }

        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
            Example = parameter.IsNumber ? long.Parse(parameter.Example, CultureInfo.InvariantCulture) : parameter.IsList ? new JsonArray(parameter.Example) : parameter.Example,
        };
    }

    private static OpenApiResponse Answered(QuestionEndpoint endpoint, JsonNode? example)
    {
        AnswerFormat[] formats = endpoint.Format is { } one ? [one] : [.. endpoint.Question.Formats];
        return new OpenApiResponse
        {
            Description = endpoint.Question.Summary + ".",
            Content = formats.ToDictionary(f => f.MediaType, f => new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = f == AnswerFormat.Json ? JsonSchemaType.Object : JsonSchemaType.String },
                Example = f == AnswerFormat.Json ? example : null,
            }),
        };
    }

    private static OpenApiResponse Refused(int status, Microsoft.OpenApi.OpenApiDocument document) => new()
    {
        Description = string.Join("; ", ProblemKind.All.Where(k => k.Status == status).Select(k => k.Code)),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemMediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document) },
        },
    };

    private static OpenApiRequestBody CallBody() => new()
    {
        Required = true,
        Description = "A call: its model, and what it used in one of three ways.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { CallField.Model.Name },
                    AdditionalPropertiesAllowed = false,
                    Properties = CallField.All.ToDictionary(f => f.Name, Schema),
                },
                Examples = new Dictionary<string, IOpenApiExample>
                {
                    ["counted"] = new OpenApiExample { Summary = "What was used, counted", Value = JsonNode.Parse(Examples.CountedCall) },
                    ["response"] = new OpenApiExample { Summary = "The provider's own response", Value = JsonNode.Parse(Examples.CallWithResponse) },
                },
            },
        },
    };

    private static IOpenApiSchema Schema(CallField field) => new OpenApiSchema
    {
        Description = field.Description,
        Type = field.Kind switch
        {
            JsonValueKind.Object => JsonSchemaType.Object,
            JsonValueKind.Number => JsonSchemaType.Integer,
            JsonValueKind.True => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Minimum = field.Kind == JsonValueKind.Number ? "1" : null,
        Enum = field.Words.Length > 0 ? [.. field.Words.Select(w => (JsonNode)w)] : null,
        Properties = IsCounts(field) ? Meter.All.ToDictionary(m => m.Id, IOpenApiSchema (m) => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Description = $"{m.Unit}." }) : null,
        AdditionalPropertiesAllowed = !IsCounts(field),
    };

    private static bool IsCounts(CallField field) => field == CallField.Totals || field == CallField.Parts;

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457).",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Which kind of problem; the same for each of its kind, and where it is explained.", Enum = [.. ProblemKind.All.Select(k => (JsonNode)k.Type)] },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind in words." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong this time, and what would be right; near names where a name is unknown." },
            ["instance"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The path that was asked." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Each thing that is wrong with the form of the request.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["parameter"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The parameter of the query." },
                        ["pointer"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The JSON pointer of the place in the body." },
                        ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong there, and what would be right." },
                    },
                },
            },
            ["line"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Of a body that is not JSON: the line, from 1." },
            ["position"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The byte of that line, from 1." },
        },
    };

    // Health checks are no operations to ASP.NET Core's own generator.
    private static void AddHealth(Microsoft.OpenApi.OpenApiDocument document) => document.Paths[CostApiHost.HealthPath] = new OpenApiPathItem
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new OpenApiOperation
            {
                OperationId = "health",
                Summary = "Whether the service can answer",
                Description = "Healthy, or Degraded where the last refresh of the prices failed or the settings have a mistake and the last good prices are in use.",
                Responses = new OpenApiResponses
                {
                    ["200"] = new OpenApiResponse
                    {
                        Description = "Healthy or Degraded.",
                        Content = new Dictionary<string, OpenApiMediaType> { ["text/plain"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "Healthy" } },
                    },
                },
            },
        },
    };
}
