using Engine.Grpc;
using Engine.Grpc.Commands;

var parsed = EngineCommand.Create().Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : code;
