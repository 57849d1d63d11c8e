using SecUpIoT.Fuzz.Commands;
using SecUpIoT.Fuzz.Engine;

// "serve" is for the driver alone (Engine/driver.c), and must come before anything that is instrumented.
return args is ["serve", .. var rest] && rest.Length == 3 ? DecoderProcess.Serve(rest) : CommandLine.Run(args);
