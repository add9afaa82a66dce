using Engine.Grpc.Commands;

return await EngineCommand.Create().Parse(args).InvokeAsync();
