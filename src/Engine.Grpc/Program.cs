using Engine.Grpc.Commands;

return await EngineCommand.InvokeAsync(args);
