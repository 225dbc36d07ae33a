package dev.heddle.expr;

import dev.heddle.ExpressionException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Takes a lambda or a method reference apart. The compiler gives every serialisable one a method
 * that says where its body is and what it captured; nothing is ever serialised.
 */
public final class FunctionObject {
  private FunctionObject() {}

  /**
   * What the compiler wrote down about this function object.
   *
   * @throws ExpressionException if it is an ordinary object, or its module is closed to Heddle
   */
  public static SerializedLambda form(Serializable function) {
    Class<?> type = function.getClass();
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (writeReplace.invoke(function) instanceof SerializedLambda form) {
        return form;
      }
      throw ordinary(type, null);
    } catch (NoSuchMethodException e) {
      throw ordinary(type, e);
    } catch (InaccessibleObjectException e) {
      throw new ExpressionException(
          "Heddle can't look into a function made in "
              + type.getPackageName()
              + ": add `"
              + opens(type)
              + "` to its module-info.java",
          e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new ExpressionException("can't take apart the function object " + type.getName(), e);
    }
  }

  /**
   * A class its form names, as the function's own class sees it; not initialised.
   *
   * @param internalName with slashes, as in the form
   */
  public static Class<?> load(String internalName, Serializable function) {
    String name = internalName.replace('/', '.');
    try {
      return Class.forName(name, false, function.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ExpressionException("can't find the class " + name + " of a function", e);
    }
  }

  /** The line a named module needs so that Heddle can reach into the package of this class. */
  public static String opens(Class<?> type) {
    Module heddle = FunctionObject.class.getModule();
    String target = heddle.isNamed() ? " to " + heddle.getName() : "";
    return "opens " + type.getPackageName() + target + ";";
  }

  private static ExpressionException ordinary(Class<?> type, @Nullable Exception cause) {
    return new ExpressionException(
        "expected a lambda or a method reference, not an object of " + type.getName(), cause);
  }
}
