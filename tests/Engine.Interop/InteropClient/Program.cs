using InteropClient;

return await ClientProgram.RunAsync(args, Console.Out, Console.Error);
