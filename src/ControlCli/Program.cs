using ControlCli;

return (int)EngineCtl.Run(args, CliConsole.FromProcess());
