using TokenPricing.Tool;

return PricingTool.Run(args, ToolConsole.OfThisProcess());
