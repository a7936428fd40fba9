using System.Reflection;
using Mono.Cecil;

namespace Chat.Architecture.Tests;

/// <summary>Calls in an assembly's code, read from its instructions.</summary>
internal static class IlCalls
{
    /// <summary>Methods of the assembly that call one of the named methods of the type.</summary>
    public static IEnumerable<string> To(Assembly assembly, Type type, params string[] methods)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        foreach (var caller in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
            foreach (var instruction in caller.Body.Instructions)
                if (instruction.Operand is MethodReference called && called.DeclaringType.FullName == type.FullName && methods.Contains(called.Name))
                    yield return $"{caller.FullName} calls {type.Name}.{called.Name}";
    }
}
