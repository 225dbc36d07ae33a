package shop;

import dev.heddle.Task;

public class Service {
  private final Repository repository;

  public Service(Repository repository) {
    this.repository = repository;
  }

  @Task
  public int served(String id) {
    return repository.find(id);
  }
}
